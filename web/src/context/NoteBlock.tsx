import { useCallback, useEffect, useId, useRef, useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { findUnsaved, keepUnsaved } from '../state/unsaved'
import { note as words } from '../words/customer'
import { common } from '../words/ru'
import { Button } from '../ui/Button'
import { Block } from './Block'
import styles from './NoteBlock.module.css'

/** Typing that rests for so long is kept. */
const REST_MS = 800
const LONGEST = 2000

interface Props {
  id: string
  note: string
}

/** The seller's own words about an item; nobody but the seller sees them. */
export function NoteBlock({ id, note }: Props) {
  const field = useId()
  const { text, state, write, save } = useNote(id, note)
  return (
    <Block title={words.title}>
      <textarea
        id={field}
        data-note
        class={styles.note}
        rows={2}
        maxLength={LONGEST}
        value={text}
        aria-label={words.title}
        placeholder={words.hint}
        onInput={(event) => write(event.currentTarget.value)}
      />
      <p class={styles.state} aria-live="polite">
        {words[state]}
        {state === 'failed' && (
          <>
            {' '}
            <Button size="small" onClick={save}>
              {common.retry}
            </Button>
          </>
        )}
      </p>
    </Block>
  )
}

/** What is typed stays until the server has it, whatever is opened meanwhile. */
function useNote(id: string, note: string) {
  const app = useApp()
  const name = `note.${id}`
  const unsaved = findUnsaved(app, name) as string | undefined
  const text = unsaved ?? note
  const [failed, setFailed] = useState(false)
  const queue = useRef(Promise.resolve())
  // One after another: an older text never arrives last.
  const save = useCallback(() => {
    queue.current = queue.current.then(async () => {
      const typed = findUnsaved(app, name) as string | undefined
      if (typed === undefined) return
      const saved = await app.attempt(() => app.opened.patch({ note: typed }, id))
      setFailed(saved === null)
      if (saved && findUnsaved(app, name) === typed) keepUnsaved(app, name, null)
    })
  }, [app, id, name])
  useEffect(() => {
    if (unsaved === undefined) return
    const timer = setTimeout(save, REST_MS)
    return () => clearTimeout(timer)
  }, [unsaved, save])
  useEffect(() => {
    window.addEventListener('pagehide', save)
    return () => {
      window.removeEventListener('pagehide', save)
      save()
    }
  }, [save])
  const write = (typed: string): void => {
    setFailed(false)
    keepUnsaved(app, name, typed)
  }
  const rest = text === '' ? 'empty' : 'kept'
  return {
    text,
    state: failed ? 'failed' : unsaved === undefined ? rest : 'saving',
    write,
    save,
  } as const
}
