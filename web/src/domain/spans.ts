import type { Finding } from '../api/types'

type Rewrite = NonNullable<Finding['rewrite']>

export interface Piece {
  text: string
  severity: Finding['severity'] | null
}

/** The characters that the API and WB count. */
export function codePoints(text: string): string[] {
  return Array.from(text)
}

/** Cut a text where findings begin and end; the API counts characters by code point. */
export function cutPieces(text: string, findings: readonly Finding[]): Piece[] {
  const letters = codePoints(text)
  const marks = letters.map((): Finding['severity'] | null => null)
  for (const { start, end, severity } of findings) {
    for (let at = Math.max(0, start); at < Math.min(end, letters.length); at += 1) {
      if (marks[at] !== 'block') marks[at] = severity
    }
  }
  const pieces: Piece[] = []
  letters.forEach((letter, at) => {
    const severity = marks[at] ?? null
    const last = pieces.at(-1)
    if (last?.severity === severity) last.text += letter
    else pieces.push({ text: letter, severity })
  })
  return pieces
}

/** Put other words in place of some; places count code points. */
export function rewriteText(text: string, { start, end, text: said }: Rewrite): string {
  const letters = codePoints(text)
  return letters.slice(0, start).join('') + said + letters.slice(end).join('')
}

/** The words that a finding is about. */
export function quoteOf(text: string, { start, end }: Finding): string {
  return codePoints(text).slice(start, end).join('')
}
