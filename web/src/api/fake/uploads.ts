import { json, problemOf } from './http'
import type { Interaction, Reply, Upload } from '../types'

const MEBIBYTE = 1024 * 1024

/** Files that sellers attached, by the id under which a reply names them. */
export class Uploads {
  private readonly kept = new Map<string, Upload & { item: string }>()

  take(item: Interaction, form: FormData): Response {
    const file = form.get('file')
    if (!(file instanceof File) || !item.can.files) return refuse('Приложите один файл')
    const { types, each_bytes: most } = item.can.files
    if (!types.includes(file.type)) return refuse('WB принимает только JPEG, PNG и PDF')
    if (file.size > most) return refuse(`Файл больше ${most / MEBIBYTE} МБ`)
    const { name, size, type } = file
    const id = `u${item.row.id}${this.kept.size + 1}`
    const known = [...this.kept.values()].find(
      (one) => one.item === item.row.id && one.name === name && one.size === size,
    )
    const upload = known ?? { id, name, size, content_type: type, item: item.row.id }
    this.kept.set(upload.id, upload)
    return json({ id: upload.id, name, size, content_type: type } satisfies Upload, 201)
  }

  /** Uploads as a reply shows them, or nothing when one of them is not there for this item. */
  find(item: string, ids: readonly string[]): Reply['files'] | null {
    const found = ids.flatMap((id) => this.kept.get(id) ?? []).filter((one) => one.item === item)
    return found.length === ids.length
      ? found.map(({ id, name, size }) => ({ id, name, size }))
      : null
  }

  lose(): void {
    this.kept.clear()
  }
}

export function filesMissing(): Response {
  return refuse('Файл не найден: прикрепите его ещё раз', 'files')
}

function refuse(message: string, field = 'file'): Response {
  const errors = [{ field, code: 'refused', message }]
  return problemOf({ status: 422, code: 'invalid', title: 'Проверьте введённые данные', errors })
}
