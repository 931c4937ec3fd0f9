import { showHidden } from '../domain/hidden'
import { cutMarks } from '../domain/marks'
import styles from './Marked.module.css'
import type { Highlight } from '../api/types'

interface Props {
  text: string
  highlights: readonly Highlight[]
  field: Highlight['field']
}

/** A text with what was searched for marked; it stays text, whatever is written in it. */
export function Marked({ text: raw, highlights, field }: Props) {
  const text = showHidden(raw)
  if (highlights.length === 0) return <>{text}</>
  return (
    <>
      {cutMarks(text, highlights, field).map((part, at) =>
        part.found ? (
          <mark key={at} class={styles.mark}>
            {part.text}
          </mark>
        ) : (
          part.text
        ),
      )}
    </>
  )
}
