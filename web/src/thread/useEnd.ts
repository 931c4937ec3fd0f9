import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Ref } from 'preact'
import type { Message } from '../api/types'

/** So near the end nobody reads what came before. */
const NEAR = 80

interface End {
  log: Ref<HTMLDivElement>
  /** Something was said below while the seller read above. */
  fresh: boolean
  toEnd: () => void
}

/** Keeps the last words in sight, but takes nobody away from older ones. */
export function useEnd(messages: readonly Message[]): End {
  const log = useRef<HTMLDivElement>(null)
  /** How much lies below what is seen. */
  const below = useRef(0)
  const known = useRef<string | undefined>(undefined)
  const [fresh, setFresh] = useState(false)
  const oldest = messages[0]?.id
  const newest = messages.at(-1)
  const toEnd = useCallback(() => {
    const box = log.current?.parentElement
    if (box) box.scrollTop = box.scrollHeight
    below.current = 0
    setFresh(false)
  }, [])
  useEffect(() => {
    const box = log.current?.parentElement
    if (!box || !log.current) return
    const note = (): void => {
      below.current = box.scrollHeight - box.clientHeight - box.scrollTop
      if (below.current < NEAR) setFresh(false)
    }
    const follow = (): void => {
      if (below.current < NEAR) toEnd()
    }
    box.addEventListener('scroll', note, { passive: true })
    // The desk below grows, a keyboard opens, a picture arrives.
    const sizes = new ResizeObserver(follow)
    sizes.observe(box)
    sizes.observe(log.current)
    return () => {
      box.removeEventListener('scroll', note)
      sizes.disconnect()
    }
  }, [toEnd])
  useLayoutEffect(() => {
    const box = log.current?.parentElement
    // Older messages come above: what was read stays where it was.
    if (box) box.scrollTop = box.scrollHeight - box.clientHeight - below.current
  }, [oldest])
  useLayoutEffect(() => {
    const first = known.current === undefined
    known.current = newest?.id
    if (first || below.current < NEAR || newest?.sender === 'seller') toEnd()
    else setFresh(true)
  }, [newest?.id, newest?.sender, toEnd])
  return { log, fresh, toEnd }
}
