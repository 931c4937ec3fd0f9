import { showHidden } from '../domain/hidden'
import { useApp } from '../state/context'
import { channel, common, inbox } from '../words/ru'
import { thread } from '../words/thread'
import { Button, IconButton } from '../ui/Button'
import { Moment } from '../inbox/Moment'
import { Meaning } from './Meaning'
import { SnoozeMenu } from './SnoozeMenu'
import styles from './Header.module.css'
import type { Interaction, Row } from '../api/types'

interface Props {
  row: Row
  /** Absent while the item is being read. */
  item?: Interaction
}

/** Which item is open: the same data that the composer below sends to. */
export function Header({ row, item }: Props) {
  const app = useApp()
  const { router } = app
  const route = router.inbox()
  // What WB has archived or shows no more cannot be opened again from here.
  const closed = row.status === 'closed' && row.closed_by !== 'wb' && row.closed_by !== 'gone'
  return (
    <>
      <header class={styles.head}>
        <div class={styles.back}>
          <IconButton icon="back" label={common.back} onClick={router.leave} />
        </div>
        <div class={styles.words}>
          <h2>{productName(row, item)}</h2>
          <p class={styles.meta}>
            <span>{channel[row.channel]}</span>
            <span>{showHidden(row.buyer) || common.buyer}</span>
            <span class={styles.when}>
              <Moment at={row.occurred_at} />
            </span>
          </p>
        </div>
        {item && (
          <div class={styles.actions}>
            {row.needs_response && (
              <SnoozeMenu
                onHours={() => void app.work.snoozeHours()}
                onTomorrow={() => void app.work.snoozeTomorrow()}
              />
            )}
            {(row.needs_response || closed) && (
              <Button
                icon={closed ? 'attention' : 'done'}
                onClick={() => void app.work.setClosed(!closed)}
              >
                {closed ? thread.reopen : thread.done}
              </Button>
            )}
          </div>
        )}
        <div class={styles.panel}>
          <IconButton
            icon="panel"
            label={thread.context}
            aria-expanded={route.panel}
            onClick={() => (route.panel ? router.leave() : router.push({ ...route, panel: true }))}
          />
        </div>
      </header>
      <Meaning row={row} item={item} />
    </>
  )
}

/** A chat names its product by number only; the card knows more. */
function productName({ product }: Row, item: Interaction | undefined): string {
  return product.name || (item?.product_card?.name ?? '') || inbox.noProduct(product.nm_id)
}
