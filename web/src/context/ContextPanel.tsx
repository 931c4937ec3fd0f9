import { useEffect, useRef } from 'preact/hooks'
import { useApp } from '../state/context'
import { fullMoment, millis } from '../domain/dates'
import { common, intents, origins } from '../words/ru'
import { around as aroundWords } from '../words/around'
import { context as words } from '../words/context'
import { meaning } from '../words/meaning'
import { IconButton } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Skeleton } from '../ui/Skeleton'
import { aroundOf } from './around'
import { Block, Fact } from './Block'
import { Claims } from './Claims'
import { CustomerBlock } from './CustomerBlock'
import { History } from './History'
import { NoteBlock } from './NoteBlock'
import { ProductBlock } from './ProductBlock'
import { AnswersBlock } from './AnswersBlock'
import { FactsBlock } from './FactsBlock'
import { Related } from './Related'
import { Waiting } from './Waiting'
import styles from './ContextPanel.module.css'
import type { Interaction } from '../api/types'
import type { InboxRoute } from '../route'

interface Props {
  route: InboxRoute
}

/** What else is known: beside the conversation where it fits, over it where it does not. */
export function ContextPanel({ route }: Props) {
  const app = useApp()
  const { opened, router } = app
  const around = aroundOf(app)
  const state = opened.state.value
  const title = useRef<HTMLHeadingElement>(null)
  const own = state.kind !== 'none' && state.id === route.id ? state : null
  useEffect(() => {
    if (route.panel) title.current?.focus()
  }, [route.panel])
  const { id } = route
  const isSeen = route.panel || isBeside()
  useEffect(() => {
    if (id !== null && isSeen) around.open(id)
  }, [around, id, isSeen])
  return (
    <section class={styles.panel} aria-label={words.title}>
      <header class={styles.head}>
        <h2 ref={title} tabIndex={-1}>
          {words.title}
        </h2>
        <span class={styles.close}>
          <IconButton icon="close" label={common.close} onClick={router.leave} />
        </span>
      </header>
      {own?.kind === 'loading' && <Skeleton lines={[80, 60, 70, 50]} />}
      {own?.kind === 'ready' && <Blocks key={own.id} item={own.item} route={route} />}
    </section>
  )
}

function Blocks({ item, route }: { item: Interaction; route: InboxRoute }) {
  const { row, intent, reply } = item
  const app = useApp()
  const { router } = app
  const around = aroundOf(app)
  const now = millis(item.now)
  const use = (text: string): void => {
    around.useAnswer(text)
    if (route.panel) router.leave()
  }
  const moment = (at: string): string => fullMoment(millis(at), now)
  return (
    <div class={styles.blocks}>
      <ProductBlock product={row.product} card={item.product_card} />
      <Waiting
        title={aroundWords.facts}
        state={around.context.value}
        onRetry={() => void around.loadContext()}
      >
        {({ facts }) => <FactsBlock facts={facts} size={row.product.size} />}
      </Waiting>
      <NoteBlock id={row.id} note={item.note} />
      <CustomerBlock customer={item.customer} />
      <Claims claims={item.claims} now={now} />
      {row.deadline && (
        <Block title={words.deadline}>
          <Fact name={words.target}>{moment(row.deadline.target_at)}</Fact>
          <Fact name={words.limit}>{moment(row.deadline.limit_at)}</Fact>
          <Fact name={words.why}>{row.deadline.reason}</Fact>
        </Block>
      )}
      <Waiting
        title={aroundWords.related}
        state={around.timeline.value}
        onRetry={() => void around.loadTimeline()}
      >
        {(timeline) => (
          <Related
            timeline={timeline}
            route={route}
            now={now}
            onUnlink={(step) => void around.setLinked(row.id, step.interaction_id, false)}
          />
        )}
      </Waiting>
      <Waiting
        title={aroundWords.answers}
        state={around.context.value}
        onRetry={() => void around.loadContext()}
      >
        {({ answers }) => <AnswersBlock answers={answers} now={now} onUse={use} />}
      </Waiting>
      <Block title={words.details}>
        <Fact name={words.topic}>
          {intents[intent.label]}
          <span class={styles.soft}>
            {sureness(intent.confidence)}
            {meaning.methods[intent.method] && `, ${meaning.methods[intent.method] ?? ''}`}
          </span>
        </Fact>
        <Fact name={words.received}>{moment(row.occurred_at)}</Fact>
        <Fact name={words.source}>
          <Chip tone={row.source === 'demo' ? 'warning' : 'plain'}>{origins[row.source]}</Chip>
        </Fact>
      </Block>
      {reply && <History reply={reply} now={now} />}
    </div>
  )
}

/** Whether the panel stands beside the conversation, as its styles decide. */
function isBeside(): boolean {
  return window.matchMedia('(min-width: 1360px)').matches
}

/** Confidence in words: nobody acts on two decimals. */
function sureness(confidence: number): string {
  if (confidence >= 0.8) return words.sure
  return confidence >= 0.5 ? words.maybe : words.unsure
}
