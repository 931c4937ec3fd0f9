import { problemOf } from './http'
import type { World } from './world'

/** A file of a message, or a word that WB still checks it. */
export function answerFile(world: World, id: string): Response {
  const file = world.files.get(id)
  if (!file) return problemOf({ status: 404, code: 'not_found', title: 'Не найдено' })
  if (file.asked++ < file.waits) {
    return new Response(null, { status: 202, headers: { 'Retry-After': '1' } })
  }
  return new Response(file.content, { headers: { 'Content-Type': file.content.type } })
}
