import { useMemo } from 'preact/hooks'
import { replyLabel, toneOf } from '../domain/reply'
import { channel as channelWords, common, inbox, origins } from '../words/ru'
import { found } from '../words/found'
import { meaning } from '../words/meaning'
import { formatRoute } from '../route'
import { Chip } from '../ui/Chip'
import { Icon } from '../ui/Icon'
import { isPlainClick } from '../ui/Link'
import { Marked } from '../ui/Marked'
import { Picture } from '../ui/Picture'
import { Stars } from '../ui/Stars'
import { DeadlineChip } from './DeadlineChip'
import { Moment } from './Moment'
import styles from './ThreadRow.module.css'
import type { Row } from '../api/types'
import type { Tone } from '../domain/reply'
import type { InboxRoute } from '../route'
import type { IconName } from '../ui/Icon'
import type { ChipTone } from '../ui/Chip'

const TONES: Record<Tone, ChipTone> = {
  neutral: 'plain',
  progress: 'accent',
  good: 'good',
  warning: 'warning',
  bad: 'bad',
}

const foundIn = { answer: found.inAnswer, messages: found.inMessages }

interface Props {
  row: Row
  route: InboxRoute
  open: boolean
  /** Whether Tab stops here: one row of the list at a time. */
  reachable: boolean
  written: boolean
  onOpen: (id: string) => void
}

/** Drawn again only when something of its own has changed: the list is drawn at every move. */
export function ThreadRow({ row, route, open, reachable, written, onOpen }: Props) {
  const { view, channel, q, narrow } = route
  return useMemo(
    () => {
      const href = formatRoute({ ...route, id: row.id, panel: false })
      return <RowLink {...{ row, href, open, reachable, written, onOpen }} />
    },
    // What else the route says is of the open item.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [row, view, channel, q, narrow, open, reachable, written, onOpen],
  )
}

type LinkProps = Omit<Props, 'route'> & { href: string }

function RowLink({ row, href, open, reachable, written, onOpen }: LinkProps) {
  return (
    <a
      class={styles.row}
      href={href}
      data-row={row.id}
      data-unread={row.unread}
      aria-current={open ? 'true' : undefined}
      tabIndex={reachable ? 0 : -1}
      onClick={(event) => {
        if (!isPlainClick(event)) return
        event.preventDefault()
        onOpen(row.id)
      }}
    >
      <span class={styles.picture}>
        <Picture src={row.product.photo} alt="" />
        <span class={styles.channel} data-channel={row.channel}>
          <Icon name={row.channel} size={12} />
        </span>
      </span>
      <span class={styles.body}>
        <span class={styles.line}>
          <span class={styles.product}>
            {row.product.name ? (
              <Marked text={row.product.name} highlights={row.highlights} field="product" />
            ) : (
              inbox.noProduct(row.product.nm_id)
            )}
          </span>{' '}
          {row.deadline && <DeadlineChip deadline={row.deadline} />}
        </span>
        <span class={styles.line}>
          <span class={styles.who}>
            <span class="visually-hidden">
              {row.unread && `${inbox.unread}, `}
              {channelWords[row.channel]},{' '}
            </span>
            {row.rating !== null && <Stars rating={row.rating} />}{' '}
            <span class={styles.buyer}>
              <Marked text={row.buyer || common.buyer} highlights={row.highlights} field="buyer" />
            </span>{' '}
            {row.source === 'wb_api' && <span class={styles.source}>{origins.wb_api}</span>}
            <Tags tags={row.tags} />
          </span>{' '}
          <span class={styles.aside}>
            <Glyphs row={row} />
            <Moment at={row.occurred_at} />
          </span>
        </span>
        <span class={styles.preview}>
          {row.found_in && <span class={styles.found}>{foundIn[row.found_in]} · </span>}
          <Marked text={row.preview || inbox.noText} highlights={row.highlights} field="preview" />
        </span>{' '}
        <Marks row={row} written={written} />
      </span>
    </a>
  )
}

/** The seller's own tags on the line of the buyer, where they take no further height. */
function Tags({ tags }: Pick<Row, 'tags'>) {
  const [first, ...others] = tags
  if (first === undefined) return null
  return (
    <span class={styles.tags} title={tags.join(', ')}>
      <Icon name="tag" size={13} />
      <span class="visually-hidden">{inbox.tags(tags)}</span>
      <span class={styles.tag} aria-hidden="true">
        {first}
      </span>
      {others.length > 0 && <b aria-hidden="true">+{others.length}</b>}
    </span>
  )
}

/** What is there besides the text, small enough to be in every row. */
function Glyphs({ row }: Pick<Props, 'row'>) {
  const glyphs: [boolean, IconName, string][] = [
    [row.draft_ready && row.needs_response, 'draft', inbox.draftReady],
    [row.has_photo, 'camera', inbox.photo],
  ]
  return glyphs.map(
    ([present, icon, label]) =>
      present && (
        <span key={icon} class={styles.glyph} data-icon={icon} title={label}>
          <Icon name={icon} size={15} />
          <span class="visually-hidden">{label} </span>
        </span>
      ),
  )
}

/** What is out of the ordinary, in words. */
function Marks({ row, written }: Pick<Props, 'row' | 'written'>) {
  const reply = replyLabel(row)
  const marks = [
    row.alarms.length > 0 && (
      <Chip tone="bad" icon="failed">
        {meaning.person}
      </Chip>
    ),
    reply && row.reply_state && (
      <Chip tone={row.reply_overdue ? 'warning' : TONES[toneOf(row.reply_state, row.wb_state)]}>
        {reply}
      </Chip>
    ),
    row.closed_by === 'wb' && <Chip>{inbox.archived}</Chip>,
    row.closed_by === 'gone' && <Chip>{inbox.gone}</Chip>,
    written && (
      <Chip tone="warning" icon="pencil">
        {inbox.ownWords}
      </Chip>
    ),
    row.auto && <Chip icon="auto">{inbox.auto}</Chip>,
    row.source === 'demo' && <Chip tone="warning">{origins.demo}</Chip>,
  ].filter(Boolean)
  return marks.length > 0 ? <span class={styles.marks}>{marks}</span> : null
}
