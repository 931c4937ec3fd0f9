import { useState } from 'preact/hooks'
import { clockTime, dayTitle, millis } from '../domain/dates'
import { groupByDay } from '../domain/days'
import { showHidden } from '../domain/hidden'
import { useApp } from '../state/context'
import { common } from '../words/ru'
import { chat } from '../words/chat'
import { Button } from '../ui/Button'
import { Files } from './Files'
import { Photos } from './Photos'
import { useEnd } from './useEnd'
import styles from './ChatLog.module.css'
import type { Interaction, Message } from '../api/types'

interface Props {
  item: Interaction
}

export function ChatLog({ item }: Props) {
  const { opened, clock, tellProblem } = useApp()
  const [busy, setBusy] = useState(false)
  const messages = item.messages?.items ?? []
  const { log, fresh, toEnd } = useEnd(messages)
  const days = groupByDay(messages)
  const now = clock.now.peek()
  const loadOlder = (): void => {
    setBusy(true)
    void opened
      .loadOlder()
      .catch(tellProblem)
      .finally(() => setBusy(false))
  }
  return (
    <div ref={log} class={styles.chat}>
      {item.messages?.next_cursor && (
        <Button look="quiet" disabled={busy} onClick={loadOlder}>
          {busy ? chat.olderBusy : chat.olderMessages}
        </Button>
      )}
      {messages.length === 0 && <p class={styles.none}>{chat.noMessages}</p>}
      {days.map((day) => (
        <section key={day.key} class={styles.day}>
          <h3 class={styles.title}>{dayTitle(day.at, now)}</h3>
          <ol>
            {day.messages.map((message) => (
              <Bubble key={message.id} message={message} buyer={item.source.buyer} />
            ))}
          </ol>
        </section>
      ))}
      {fresh && (
        <div class={styles.fresh}>
          <Button size="small" onClick={toEnd}>
            {chat.newMessages}
          </Button>
        </div>
      )}
    </div>
  )
}

function Bubble({ message, buyer }: { message: Message; buyer: string }) {
  const { sender, sent_at: at, text, photos, files } = message
  return (
    <li class={styles.bubble} data-sender={sender}>
      <p class={styles.head}>
        <strong>{speaker(message, buyer)}</strong>
        <time dateTime={at}>{clockTime(millis(at))}</time>
      </p>
      {text && <p class={styles.text}>{showHidden(text)}</p>}
      <Photos photos={photos} />
      <Files files={files} />
      {!text && photos.length === 0 && files.length === 0 && (
        <p class={styles.service}>{chat.service}</p>
      )}
    </li>
  )
}

function speaker({ sender, by }: Message, buyer: string): string {
  if (sender === 'wb') return chat.wb
  if (sender === 'client') return buyer || common.buyer
  return by === 'cabinet' ? chat.youInCabinet : chat.you
}
