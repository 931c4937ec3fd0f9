import { useEffect, useRef, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { settingsOf } from '../api/settings'
import { useApp } from '../state/context'
import { findUnsaved, keepUnsaved } from '../state/unsaved'
import { settings as words } from '../words/settings'
import type { SectionName, Sections } from '../api/settings'
import type { ApiError } from '../api/problem'

/** A section that was changed and left, with what it was read as. */
interface Unsaved<Section> {
  saved: Section
  draft: Section
  tag: string
}

export interface SectionState<Name extends SectionName> {
  /** What the server has; absent while it is read. */
  saved: Sections[Name] | null
  /** What the seller has made of it. */
  draft: Sections[Name] | null
  dirty: boolean
  busy: boolean
  error: ApiError | null
  /** Somebody saved the section after it was read. */
  raced: boolean
  write: (change: Partial<Sections[Name]>) => void
  save: () => Promise<void>
  reset: () => Promise<void>
  discard: () => void
  reload: () => Promise<void>
  /** Read again what the server tells; what the seller has not saved yet stays. */
  renew: () => Promise<void>
}

/** One section: read, edited, and saved only over what was seen. */
export function useSection<Name extends SectionName>(name: Name): SectionState<Name> {
  const app = useApp()
  const [saved, setSaved] = useState<Sections[Name] | null>(null)
  const [draft, setDraft] = useState<Sections[Name] | null>(null)
  const [tag, setTag] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<ApiError | null>(null)

  const take = ({ answer, tag: seen }: { answer: Sections[Name]; tag: string }): void => {
    setSaved(answer)
    setDraft(answer)
    setTag(seen)
  }
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await act()
    } catch (thrown) {
      setError(asApiError(thrown))
    }
    setBusy(false)
  }
  const reload = (): Promise<void> =>
    attempt(async () => take(await settingsOf(app.api).section(name)))
  const renew = (): Promise<void> =>
    attempt(async () => {
      const { answer, tag: seen } = await settingsOf(app.api).section(name)
      setDraft((now) => (now && saved ? { ...answer, ...changesOf(saved, now) } : answer))
      setSaved(answer)
      setTag(seen)
    })
  const first = useRef(() => {
    const left = findUnsaved(app, name) as Unsaved<Sections[Name]> | undefined
    if (left === undefined) return void reload()
    // What was left unsaved goes on from what it was read as, so a change elsewhere is still seen.
    setSaved(left.saved)
    setDraft(left.draft)
    setTag(left.tag)
  })
  useEffect(() => first.current(), [])
  const dirty = JSON.stringify(saved) !== JSON.stringify(draft)
  useEffect(() => {
    if (draft) keepUnsaved(app, name, dirty ? { saved, draft, tag } : null)
  }, [app, name, saved, draft, tag, dirty])

  const told = async (answer: Promise<{ answer: Sections[Name]; tag: string }>): Promise<void> => {
    take(await answer)
    // Whoever has left meanwhile comes back to what was saved.
    keepUnsaved(app, name, null)
    app.notices.tell(words.saved)
    await app.session.refresh()
  }
  return {
    saved,
    draft,
    dirty,
    busy,
    error,
    raced: error?.status === 412,
    write: (change) => setDraft((now) => now && { ...now, ...change }),
    save: () =>
      attempt(async () => {
        if (draft) await told(settingsOf(app.api).saveSection(name, draft, tag))
      }),
    reset: () => attempt(() => told(settingsOf(app.api).resetSection(name, tag))),
    discard: () => {
      setDraft(saved)
      setError(null)
    },
    reload,
    renew,
  }
}

/** The fields that differ from what was read. */
function changesOf<Section extends object>(saved: Section, draft: Section): Partial<Section> {
  const known = new Map(Object.entries(saved).map(([key, value]) => [key, JSON.stringify(value)]))
  const changed = Object.entries(draft).filter(([key, value]) => {
    return known.get(key) !== JSON.stringify(value)
  })
  return Object.fromEntries(changed) as Partial<Section>
}
