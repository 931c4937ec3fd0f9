import { useEffect, useId, useState } from 'preact/hooks'
import { readTag } from '../domain/narrow'
import { hasTag } from '../domain/tags'
import { useApp } from '../state/context'
import { knownTags } from '../tags/known'
import { filters } from '../words/search'
import type { App } from '../state/app'

interface Props {
  chosen: string
  onChoose: (tag: string) => void
}

/** One of the seller's tags, typed or taken from those that are at hand. */
export function TagChoice({ chosen, onChoose }: Props) {
  const app = useApp()
  const list = useId()
  const [typed, setTyped] = useState(chosen)
  useEffect(() => setTyped(chosen), [chosen])
  return (
    <label>
      {filters.tag}
      <input
        list={list}
        value={typed}
        autocomplete="off"
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onChange={({ currentTarget }) => {
          const tag = readTag(currentTarget.value)
          setTyped(tag)
          if (tag !== chosen) onChoose(tag)
        }}
      />
      <datalist id={list}>
        {tagsAtHand(app).map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </label>
  )
}

/** Tags of the rows that are shown, and what was used on this device. */
function tagsAtHand({ inbox, session, storage }: App): string[] {
  const state = inbox.state.value
  const rows = state.kind === 'ready' ? state.rows : []
  const shown = rows.flatMap((row) => row.tags)
  // Thousands of rows have the same few.
  const all = [...new Set([...shown, ...knownTags(storage, session.sellerId.value)])]
  return all.filter((tag, at) => !hasTag(all.slice(0, at), tag))
}
