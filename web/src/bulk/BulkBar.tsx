import { useState } from 'preact/hooks'
import { countOf } from '../domain/counts'
import { tomorrowMorning } from '../domain/dates'
import { useApp } from '../state/context'
import { bulk as words } from '../words/bulk'
import { Button, IconButton } from '../ui/Button'
import { Menu } from '../ui/Menu'
import { BulkDialog } from './BulkDialog'
import { BulkResult } from './BulkResult'
import { TagDialog } from './TagDialog'
import styles from './BulkBar.module.css'
import type { InboxRoute } from '../route'
import type { Bulk } from './bulk'
import type { Selection } from './selection'
import type { BulkWork } from './work'

const TWO_HOURS = 2 * 60 * 60 * 1000

interface Props {
  route: InboxRoute
}

/** What can be done with everything that is selected, and what is being done. */
export function BulkBar({ route, bulk: { work, selection } }: Props & { bulk: Bulk }) {
  return (
    <>
      {work.deed.value && <BulkResult work={work} />}
      {selection.active.value && <Chosen route={route} work={work} selection={selection} />}
      {work.look.value && <BulkDialog work={work} look={work.look.value} />}
    </>
  )
}

interface ChosenProps extends Props {
  work: BulkWork
  selection: Selection
}

function Chosen({ route, work, selection }: ChosenProps) {
  const { clock, inbox } = useApp()
  const [tagging, setTagging] = useState(false)
  const later = (at: number): void => void work.begin('snooze', new Date(at).toISOString())
  const total = totalOf(route, inbox.counts.value)
  const whole = selection.whole.value !== null
  const count = whole ? (total ?? 0) - selection.without.value.size : selection.count.value
  const title = whole && total === null ? words.whole : whole ? words.wholeCounted : words.selected
  return (
    <section class={styles.bar} aria-label={words.bar}>
      <div class={styles.line}>
        <p class={styles.count} aria-live="polite">
          {typeof title === 'string' ? title : title(count)}
        </p>
        {!whole && (total === null || total > count) && (
          <button type="button" class={styles.all} onClick={() => selection.takeWhole(route)}>
            {total === null ? words.take : words.takeCounted(total)}
          </button>
        )}
        <IconButton icon="close" label={words.clear} onClick={selection.clear} />
      </div>
      <div class={styles.deeds}>
        <Button look="primary" size="small" icon="send" onClick={() => void work.begin('send')}>
          {words.send}
        </Button>
        <Menu icon="snoozed" label={words.snooze} side="above">
          {(closing) => (
            <>
              <button
                type="button"
                {...closing}
                onClick={() => later(clock.now.peek() + TWO_HOURS)}
              >
                {words.hours}
              </button>
              <button
                type="button"
                {...closing}
                onClick={() => later(Date.parse(tomorrowMorning(clock.now.peek())))}
              >
                {words.tomorrow}
              </button>
            </>
          )}
        </Menu>
        <Button size="small" icon="done" onClick={() => void work.begin('close')}>
          {words.close}
        </Button>
        <Button size="small" icon="tag" onClick={() => setTagging(true)}>
          {words.tag}
        </Button>
      </div>
      {tagging && (
        <TagDialog
          onClose={() => setTagging(false)}
          onChoose={(tags) => {
            setTagging(false)
            void work.begin('tag', null, tags)
          }}
        />
      )}
    </section>
  )
}

/** How many the open list holds; what a search or a filter finds nobody has counted. */
function totalOf(
  { view, channel, q, narrow }: InboxRoute,
  counts: Parameters<typeof countOf>[0],
): number | null {
  return q || narrow || view === 'hot' ? null : countOf(counts, view, channel)
}
