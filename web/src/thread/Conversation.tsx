import { useEffect } from 'preact/hooks'
import { thread } from '../words/thread'
import { common } from '../words/ru'
import { useApp } from '../state/context'
import { Button } from '../ui/Button'
import { Empty } from '../ui/Empty'
import { Skeleton } from '../ui/Skeleton'
import { lazy } from '../ui/lazy'
import { Header } from './Header'
import { PublicItem } from './PublicItem'
import { ReplyDesk } from './ReplyDesk'
import styles from './Conversation.module.css'
import type { Interaction } from '../api/types'
import type { InboxRoute } from '../route'

/** Most conversations are none of many messages. */
const ChatLog = lazy(async () => (await import('./ChatLog')).ChatLog)
const EditDialog = lazy(async () => (await import('./EditDialog')).EditDialog)

interface Props {
  route: InboxRoute
}

export function Conversation({ route }: Props) {
  const { opened, router } = useApp()
  const state = opened.state.value
  const ahead = state.kind === 'loading' && state.row?.channel === 'chat'
  useEffect(() => {
    // It comes while the messages do, not after them.
    if (ahead) ChatLog.preload()
  }, [ahead])
  // The address is ahead of the state for a moment; another item's words are never shown in it.
  if (state.kind === 'none' || state.id !== route.id) {
    return <Waiting />
  }
  switch (state.kind) {
    case 'loading':
      return (
        <div class={styles.pane} aria-busy="true">
          {state.row && <Header key={state.id} row={state.row} />}
          <Waiting />
        </div>
      )
    case 'missing':
      return (
        <Empty icon="search" title={thread.missing} hint={thread.missingHint}>
          <Button onClick={router.leave}>{thread.toList}</Button>
        </Empty>
      )
    case 'failed':
      return (
        <div class={styles.pane}>
          {state.row && <Header key={state.id} row={state.row} />}
          <Empty icon="failed" tone="bad" title={thread.failed} hint={state.error.message}>
            <Button onClick={opened.retry}>{common.retry}</Button>
            {!state.row && <Button onClick={router.leave}>{thread.toList}</Button>}
          </Empty>
        </div>
      )
    case 'ready':
      return <Ready key={state.id} item={state.item} />
  }
}

function Ready({ item }: { item: Interaction }) {
  const { editing, wordsShown } = useApp()
  const edit = editing.edit.value
  useEffect(() => {
    wordsShown.value = true
  }, [wordsShown])
  return (
    <div class={styles.pane}>
      <Header row={item.row} item={item} />
      {/* A region that scrolls is reached by keys too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div class={styles.log} tabIndex={0} role="region" aria-label={thread.conversation}>
        {item.row.channel === 'chat' ? <ChatLog item={item} /> : <PublicItem item={item} />}
      </div>
      <ReplyDesk item={item} />
      {edit?.item.row.id === item.row.id && <EditDialog edit={edit} />}
    </div>
  )
}

function Waiting() {
  return (
    <div class={styles.log} aria-busy="true">
      <Skeleton lines={[40, 100, 96, 62]} />
    </div>
  )
}
