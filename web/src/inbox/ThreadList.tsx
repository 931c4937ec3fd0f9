import { useCallback, useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { inbox } from '../words/ru'
import { found } from '../words/found'
import { Button } from '../ui/Button'
import { ThreadRow } from './ThreadRow'
import { useVirtual } from './useVirtual'
import styles from './ThreadList.module.css'
import type { Row } from '../api/types'
import type { InboxRoute } from '../route'
import type { Hold, More } from '../state/inbox'
import type { Bulk } from '../bulk/bulk'

/** How many rows before the last one more are asked for. */
const AHEAD = 15
/** A pointer that opens something at once is in no need of more. */
const STAYS_MS = 400

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
  many: Bulk | null
  /** Somebody is about to do something with the list. */
  onNear: () => void
}

export function ThreadList(props: Props) {
  const { rows, fresh, more, route, written, onOpen, onMore, onRelease, onHold, many, onNear } =
    props
  const box = useRef<HTMLDivElement>(null)
  const stay = useRef<ReturnType<typeof setTimeout>>(undefined)
  const keyOf = useCallback((at: number) => rows[at]?.id ?? '', [rows])
  const virtual = useVirtual({ box, count: rows.length, keyOf })
  const { first, last, reveal } = virtual
  const open = rows.some((row) => row.id === route.id)
  const reachable = open ? route.id : rows[first]?.id
  const seen = useRef(false)
  useEffect(() => {
    // A list that was just drawn begins at its top: asking for that would lay it out at once.
    if (seen.current) box.current?.scrollTo({ top: 0 })
    seen.current = true
  }, [route.view, route.channel, route.q, route.narrow])
  useEffect(() => {
    if (more === 'some' && rows.length > 0 && last >= rows.length - AHEAD) onMore()
  }, [more, last, rows.length, onMore])
  useRowKept(route.id, rows, reveal)
  useLayoutEffect(() => (many && box.current ? many.watch(box.current) : undefined), [many])
  return (
    <div
      ref={box}
      data-list
      class={styles.scroll}
      onScroll={({ currentTarget }) => onHold('scroll', currentTarget.scrollTop > 0)}
      onPointerEnter={(event) => {
        if (event.pointerType === 'mouse') onHold('pointer', true)
        stay.current = setTimeout(onNear, event.pointerType === 'mouse' ? STAYS_MS : 0)
      }}
      onPointerLeave={() => {
        clearTimeout(stay.current)
        onHold('pointer', false)
      }}
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
      <ol
        aria-label={inbox.list}
        data-picking={many?.selection.active.value ?? false}
        style={{ blockSize: `${virtual.total}px` }}
      >
        {rows.slice(first, last + 1).map((row, after) => (
          <li
            key={row.id}
            ref={virtual.watch}
            data-key={row.id}
            aria-setsize={more === 'none' ? rows.length : -1}
            aria-posinset={first + after + 1}
            style={{ transform: `translateY(${virtual.startOf(first + after)}px)` }}
          >
            <ThreadRow
              row={row}
              route={route}
              open={row.id === route.id}
              reachable={row.id === reachable}
              written={written.has(row.id)}
              onOpen={onOpen}
            />
            {many && (
              <many.Tick row={row} selection={many.selection} reachable={row.id === reachable} />
            )}
          </li>
        ))}
      </ol>
      {rows.length === 0 && <p class={styles.nothing}>{found.nothingYet}</p>}
      {more !== 'none' && (
        <div class={styles.more}>
          {more === 'failed' && <p>{inbox.moreFailed}</p>}
          <Button disabled={more === 'loading'} onClick={onMore}>
            {more === 'loading' ? inbox.moreBusy : rows.length > 0 ? inbox.more : found.goOn}
          </Button>
        </div>
      )}
    </div>
  )
}

/** The open row comes into sight when another one is opened, never because the list moved. */
function useRowKept(id: string | null, rows: readonly Row[], reveal: (at: number) => void): void {
  const seen = useRef<string | null>(null)
  useEffect(() => {
    if (id === seen.current) return
    const at = rows.findIndex((row) => row.id === id)
    if (id !== null && at < 0) return
    seen.current = id
    if (at >= 0) reveal(at)
  }, [id, rows, reveal])
}
