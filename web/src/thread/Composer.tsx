import { useEffect, useId, useRef } from 'preact/hooks'
import { measureLength } from '../domain/limits'
import { cutPieces } from '../domain/spans'
import { common } from '../words/ru'
import { composer as words } from '../words/thread'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Findings } from './Findings'
import { LaterMenu } from './LaterMenu'
import styles from './Composer.module.css'
import type { Interaction } from '../api/types'
import type { ComposerPhase, TextOrigin } from '../state/composer'
import type { Words } from '../state/drafts'

interface Props {
  item: Interaction
  words: Words
  origin: TextOrigin
  phase: ComposerPhase
  onEdit: (text: string) => void
  onSend: (confirm: boolean, sendAt: string | null) => void
}

export function Composer({ item, words: written, origin, phase, onEdit, onSend }: Props) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const { text } = written
  const length = measureLength(text, item.can.limits)
  const busy = phase.kind === 'sending'
  const refused = phase.kind === 'refused' ? phase : null
  const ready = length.fits && !busy
  const passable = refused?.passable ?? false
  const send = (): void => {
    if (ready) onSend(passable, refused?.sendAt ?? null)
  }
  useEffect(() => grow(field.current), [text])
  return (
    <form
      class={styles.composer}
      data-refused={refused !== null}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <header class={styles.head}>
        <label for={id}>{words.label(item.row.channel, item.source.buyer || common.buyer)}</label>
        <Chip>{item.row.channel === 'chat' ? words.private : words.public}</Chip>
        {origin !== 'own' && (
          <span class={styles.origin}>
            {origin === 'draft' ? words.originDraft : words.originEdited}
          </span>
        )}
      </header>
      <div class={styles.box}>
        {refused && (
          <div class={styles.mirror} aria-hidden="true">
            {cutPieces(text, refused.findings).map((piece, at) =>
              piece.severity ? (
                <mark key={at} data-severity={piece.severity}>
                  {piece.text}
                </mark>
              ) : (
                <span key={at}>{piece.text}</span>
              ),
            )}
          </div>
        )}
        <textarea
          ref={field}
          id={id}
          data-composer
          rows={1}
          value={text}
          readOnly={busy}
          placeholder={words.placeholder}
          aria-invalid={refused !== null || length.level === 'bad'}
          aria-describedby={`${id}-length ${id}-problems`}
          onInput={(event) => onEdit(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            send()
          }}
        />
      </div>
      <div id={`${id}-problems`} class={styles.problems} role="alert">
        {refused && <Findings text={text} {...refused} />}
        {phase.kind === 'failed' && <p class={styles.failed}>{phase.message}</p>}
      </div>
      <footer class={styles.foot}>
        <span id={`${id}-length`} class={styles.length} data-level={length.level}>
          {length.text}
        </span>
        <kbd class={styles.hint}>{words.hint}</kbd>
        {!refused && <LaterMenu disabled={!ready} onChoose={(at) => onSend(false, at)} />}
        <Button type="submit" look="primary" icon="send" disabled={!ready}>
          {busy ? words.sending : passable ? words.anyway : words.send}
        </Button>
      </footer>
    </form>
  )
}

/** As high as the text, between the bounds that the style sheet gives. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.blockSize = 'auto'
  field.style.blockSize = `${field.scrollHeight + 2}px`
}
