import { useEffect, useRef } from 'preact/hooks'
import { inbox } from '../words/ru'
import { found } from '../words/found'
import { Button } from '../ui/Button'
import { ThreadRow } from './ThreadRow'
import styles from './ThreadList.module.css'
import type { Row } from '../api/types'
import type { InboxRoute } from '../route'
import type { Hold, More } from '../state/inbox'

interface Props {
  rows: readonly Row[]
  fresh: number
  more: More
  route: InboxRoute
  written: ReadonlySet<string>
  onOpen: (id: string) => void
  onMore: () => void
  onRelease: () => void
  onHold: (reason: Hold, on: boolean) => void
}

export function ThreadList(props: Props) {
  const { rows, fresh, more, route, written, onOpen, onMore, onRelease, onHold } = props
  const box = useRef<HTMLDivElement>(null)
  const reachable = rows.some((row) => row.id === route.id) ? route.id : rows[0]?.id
  useEffect(() => {
    box.current?.scrollTo({ top: 0 })
  }, [route.view, route.channel, route.q, route.narrow])
  return (
    <div
      ref={box}
      class={styles.scroll}
      onScroll={({ currentTarget }) => onHold('scroll', currentTarget.scrollTop > 0)}
      onPointerEnter={(event) => event.pointerType === 'mouse' && onHold('pointer', true)}
      onPointerLeave={() => onHold('pointer', false)}
      onFocusIn={() => onHold('focus', true)}
      onFocusOut={() => onHold('focus', false)}
    >
      {fresh > 0 && (
        <div class={styles.fresh}>
          <Button
            look="primary"
            icon="up"
            onClick={() => {
              box.current?.scrollTo({ top: 0 })
              onRelease()
            }}
          >
            {inbox.fresh(fresh)}
          </Button>
        </div>
      )}
      <ol aria-label={inbox.list}>
        {rows.map((row) => (
          <li key={row.id}>
            <ThreadRow
              row={row}
              route={route}
              open={row.id === route.id}
              reachable={row.id === reachable}
              written={written.has(row.id)}
              onOpen={onOpen}
            />
          </li>
        ))}
      </ol>
      {rows.length === 0 && <p class={styles.nothing}>{found.nothingYet}</p>}
      <Further more={more} auto={rows.length > 0} onMore={onMore} />
    </div>
  )
}

/** The end of what is loaded: coming near it asks for more, the button does so too. */
function Further({ more, auto, onMore }: Pick<Props, 'more' | 'onMore'> & { auto: boolean }) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!auto || more !== 'some' || !end.current || !('IntersectionObserver' in window)) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) onMore()
      },
      { rootMargin: '600px' },
    )
    observer.observe(end.current)
    return () => observer.disconnect()
  }, [more, auto, onMore])
  if (more === 'none') return null
  return (
    <div ref={end} class={styles.more}>
      {more === 'failed' && <p>{inbox.moreFailed}</p>}
      <Button disabled={more === 'loading'} onClick={onMore}>
        {more === 'loading' ? inbox.moreBusy : auto ? inbox.more : found.goOn}
      </Button>
    </div>
  )
}
