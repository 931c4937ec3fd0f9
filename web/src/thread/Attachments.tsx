import { useRef } from 'preact/hooks'
import { Button, IconButton } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { attach as words, files as fileWords } from '../words/files'
import { focusAttach } from './focus'
import styles from './Attachments.module.css'
import type { Attachment, FileLimits } from '../domain/attachments'

interface ButtonProps {
  limits: FileLimits
  disabled: boolean
  onAttach: (files: File[]) => void
}

export function AttachButton({ limits, disabled, onAttach }: ButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <div class={styles.attach}>
      <Button
        look="quiet"
        icon="clip"
        data-attach
        disabled={disabled}
        onClick={() => input.current?.click()}
      >
        {words.add}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={words.add}
        accept={limits.types.join(',')}
        onChange={({ currentTarget: chosen }) => {
          onAttach([...(chosen.files ?? [])])
          // The same file may be chosen again.
          chosen.value = ''
        }}
      />
    </div>
  )
}

interface ListProps {
  files: readonly Attachment[]
  locked: boolean
  onAgain: (key: number) => void
  onRemove: (key: number) => void
}

/** What goes with the words, each with how far it got. */
export function Attachments({ files, locked, onAgain, onRemove }: ListProps) {
  if (files.length === 0) return null
  return (
    <ul class={styles.list} aria-label={words.list}>
      {files.map((file) => (
        <li key={file.key} class={styles.file} data-progress={file.progress.kind}>
          <Icon name={file.progress.kind === 'failed' ? 'failed' : 'clip'} />
          <span class={styles.words}>
            <span class={styles.name} title={file.name}>
              {file.name}
            </span>
            <span class={styles.fact}>{factsOf(file)}</span>
          </span>
          {file.progress.kind === 'failed' && file.progress.again && (
            <Button
              look="quiet"
              aria-label={words.againNamed(file.name)}
              disabled={locked}
              onClick={({ currentTarget }) => {
                // The button goes away, the focus must not.
                const next = currentTarget.nextElementSibling
                if (next instanceof HTMLElement) next.focus()
                onAgain(file.key)
              }}
            >
              {words.again}
            </Button>
          )}
          <IconButton
            icon="close"
            label={words.remove(file.name)}
            disabled={locked}
            onClick={() => {
              onRemove(file.key)
              focusAttach()
            }}
          />
        </li>
      ))}
    </ul>
  )
}

interface StateProps {
  id: string
  files: readonly Attachment[]
  /** Why the message cannot go yet. */
  held: string | null
}

/** How the files stand, for the eye where something is to be done, and always for the ear. */
export function AttachmentState({ id, files, held }: StateProps) {
  const faults = files.flatMap(({ name, progress }) =>
    progress.kind === 'failed' ? [`${name}: ${progress.why}.`] : [],
  )
  return (
    <p id={id} role="status" class={styles.state}>
      {faults.length > 0 && <span class="visually-hidden">{faults.join(' ')} </span>}
      {held}
      {files.length > 0 && held === null && (
        <span class="visually-hidden">{words.ready(files.map(({ name }) => name))}</span>
      )}
    </p>
  )
}

function factsOf({ size, progress }: Attachment): string {
  if (progress.kind === 'loading') return words.loading
  if (progress.kind === 'failed') return progress.why
  return size === null ? '' : fileWords.size(size)
}
