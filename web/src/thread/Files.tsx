import { useEffect, useRef, useState } from 'preact/hooks'
import { asApiError, fetchCode, isAborted } from '../api/problem'
import { useApp } from '../state/context'
import { Button } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { PhotoDialog } from '../ui/later'
import { hung as words } from '../words/chat'
import { files as fileWords } from '../words/files'
import styles from './Files.module.css'
import type { HungFile } from '../api/types'

interface Props {
  files: readonly HungFile[]
}

/** What hangs on a message: fetched from WB when somebody wants to see it. */
export function Files({ files }: Props) {
  if (files.length === 0) return null
  return (
    <ul class={styles.list} aria-label={words.list}>
      {files.map((file, at) => (
        <li key={file.id ?? at}>
          {file.id === null ? <Closed file={file} /> : <File file={file} id={file.id} />}
        </li>
      ))}
    </ul>
  )
}

function Closed({ file }: { file: HungFile }) {
  return (
    <p class={styles.closed}>
      {file.name}. {words.closed}
    </p>
  )
}

/** Asked again, WB and we would say the same. */
const FINAL = new Set([404, 451])

type Progress =
  | { kind: 'idle' }
  | { kind: 'loading' }
  | { kind: 'failed'; why: string; final: boolean }
  | { kind: 'ready'; address: string; picture: boolean }

function File({ file, id }: { file: HungFile; id: string }) {
  const { progress, load } = useFile(id, file.name)
  const [shown, setShown] = useState(false)
  const show = (): void => {
    if (progress.kind === 'loading') return
    setShown(true)
    if (progress.kind !== 'ready') load()
    else if (!progress.picture) save(progress.address, file.name)
  }
  if (progress.kind === 'failed') {
    return (
      <p class={styles.failed} role="alert">
        {file.name}: {progress.why}{' '}
        {!progress.final && (
          <Button look="quiet" size="small" onClick={load}>
            {words.again}
          </Button>
        )}
      </p>
    )
  }
  const picture = isPicture(file)
  return (
    <>
      <button
        type="button"
        class={styles.file}
        aria-disabled={progress.kind === 'loading'}
        onClick={show}
      >
        <Icon name={picture ? 'camera' : 'clip'} />
        <span class={styles.name}>{picture ? words.open(file.name) : words.save(file.name)}</span>
        <span class={styles.fact} aria-live="polite">
          {progress.kind === 'loading' ? words.loading : file.size ? fileWords.size(file.size) : ''}
        </span>
      </button>
      {shown && progress.kind === 'ready' && progress.picture && (
        <PhotoDialog title={file.name} src={progress.address} onClose={() => setShown(false)} />
      )}
    </>
  )
}

/** The file's way here; what is no picture is saved as soon as it comes. */
function useFile(id: string, name: string): { progress: Progress; load: () => void } {
  const { api } = useApp()
  const [progress, setProgress] = useState<Progress>({ kind: 'idle' })
  const running = useRef<AbortController | null>(null)
  const address = useRef<string | null>(null)
  useEffect(
    () => () => {
      running.current?.abort()
      if (address.current) URL.revokeObjectURL(address.current)
    },
    [],
  )
  const load = (): void => {
    running.current?.abort()
    const control = (running.current = new AbortController())
    setProgress({ kind: 'loading' })
    fetchCode(() => import('../files/load'))
      .then(({ loadFile }) => loadFile(api, id, control.signal))
      .then((content) => {
        const made = (address.current = URL.createObjectURL(content))
        const picture = content.type.startsWith('image/')
        if (!picture) save(made, name)
        setProgress({ kind: 'ready', address: made, picture })
      })
      .catch((error: unknown) => {
        if (isAborted(error)) return
        const { message: why, status } = asApiError(error)
        setProgress({ kind: 'failed', why, final: FINAL.has(status) })
      })
  }
  return { progress, load }
}

function isPicture({ content_type: type }: HungFile): boolean {
  return type.startsWith('image/')
}

function save(address: string, name: string): void {
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
}
