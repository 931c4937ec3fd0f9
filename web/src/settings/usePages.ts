import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'

interface Page<Item> {
  items: readonly Item[]
  next_cursor?: string | null
}

interface Pages<Item> {
  /** Absent until the first page is there. */
  items: readonly Item[] | null
  problem: string | null
  more: boolean
  readMore: () => void
  readAgain: () => void
}

/** A list that is read page by page, and from its beginning whenever `key` changes. */
export function usePages<Item>(
  key: unknown,
  ask: (cursor: string | null) => Promise<Page<Item>>,
): Pages<Item> {
  const asking = useRef(ask)
  asking.current = ask
  const [items, setItems] = useState<readonly Item[] | null>(null)
  const [cursor, setCursor] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const read = useCallback(async (after: string | null): Promise<void> => {
    try {
      const page = await asking.current(after)
      setItems((known) => [...(after === null ? [] : (known ?? [])), ...page.items])
      setCursor(page.next_cursor ?? null)
      setProblem(null)
    } catch (thrown) {
      setProblem(asApiError(thrown).message)
    }
  }, [])
  useEffect(() => {
    void read(null)
  }, [read, key])
  return {
    items,
    problem,
    more: cursor !== null,
    readMore: () => void read(cursor),
    readAgain: () => void read(null),
  }
}
