import { useEffect, useId, useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { note as words } from '../words/customer'
import { Block } from './Block'
import styles from './NoteBlock.module.css'

/** Typing that rests for so long is kept. */
const REST_MS = 800
const LONGEST = 2000

/** The seller's own words about an item; nobody but the seller sees them. */
export function NoteBlock({ id, note }: { id: string; note: string }) {
  const app = useApp()
  const field = useId()
  const [text, setText] = useState(note)
  const [kept, setKept] = useState(note)
  const dirty = text !== kept
  useEffect(() => {
    if (!dirty) return
    const timer = setTimeout(() => void save(), REST_MS)
    return () => clearTimeout(timer)
    async function save(): Promise<void> {
      if (await app.attempt(() => app.api.patch(id, { note: text }))) setKept(text)
    }
  }, [app, id, text, dirty])
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
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p class={styles.state} aria-live="polite">
        {dirty ? words.saving : text !== '' ? words.kept : ''}
      </p>
    </Block>
  )
}
