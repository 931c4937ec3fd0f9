import { canWrite, isFinal } from '../domain/reply'
import { useApp } from '../state/context'
import { composer as words } from '../words/thread'
import { lazy } from '../ui/lazy'
import { Composer } from './Composer'
import { DraftPanel } from './DraftPanel'
import { ReplyStatus } from './ReplyStatus'
import { focusComposer } from './focus'
import styles from './ReplyDesk.module.css'
import type { Interaction } from '../api/types'

/** Few write on two devices at once. */
const Elsewhere = lazy(async () => (await import('./Elsewhere')).Elsewhere, { extra: true })

interface Props {
  item: Interaction
}

/** Everything about answering the open item: what was sent, what is suggested, what is typed. */
export function ReplyDesk({ item }: Props) {
  const app = useApp()
  const { opened, composer } = app
  const written = composer.words.value
  const writable = canWrite(item)
  const autosave = app.autosave.value
  const taken = autosave?.taken.value.get(item.row.id) ?? null
  const clash = autosave?.clashes.value.get(item.row.id) ?? null
  return (
    <footer class={styles.desk}>
      <ReplyStatus
        reply={item.reply}
        paused={app.live.sendingPaused.value}
        onCancel={(reply) => void app.work.cancelReply(reply)}
        onRetry={(reply) => void app.work.retryReply(reply)}
        onNext={() => {
          const next = app.inbox.nextDue(item.row.id)
          if (next) app.router.open(next.id)
        }}
      />
      {writable ? (
        <>
          {!clash && (item.draft !== null || item.row.needs_response) && (
            <DraftPanel
              draft={item.draft}
              phase={opened.draft.value}
              inserted={item.draft !== null && written.draftId === item.draft.id}
              typed={written.text !== ''}
              onInsert={(draft) => {
                composer.insertDraft(draft)
                focusComposer()
              }}
              onAsk={(again, wish) => void opened.askDraft(again, wish)}
              onSeen={(draft) => opened.noteDraftSeen(item.row.id, draft.id)}
            />
          )}
          {(taken ?? clash) && (
            <Elsewhere
              taken={taken}
              clash={clash}
              now={app.clock.now.value}
              onChoose={(mine) => autosave?.choose(item.row.id, mine)}
            />
          )}
          <Composer
            item={item}
            words={written}
            files={app.attachments.of(item.row.id)}
            origin={composer.origin.value}
            phase={composer.phase.value}
            remarks={composer.remarks.value}
            claims={composer.claims.value}
            onEdit={composer.edit}
            onRewrite={(finding) => {
              composer.rewrite(finding)
              focusComposer()
            }}
            onSend={(confirm, sendAt, go) => {
              if (go) void app.work.sendAndGo(confirm, sendAt)
              else void app.work.send(confirm, sendAt)
            }}
            onAttach={composer.attach}
            onAttachAgain={composer.attachAgain}
            onDetach={composer.detach}
          />
        </>
      ) : (
        <Settled item={item} />
      )}
    </footer>
  )
}

/** Why there is nothing to write, where the reply's own state does not say it. */
function Settled({ item: { source, reply, edit } }: Props) {
  if ((source.answer?.state ?? reply?.wb_state) === 'rejected') {
    const hint = edit && (!reply || isFinal(reply.state)) ? edit.title : ''
    return <p class={styles.note}>{`${words.rejected} ${hint}`}</p>
  }
  return reply ? null : <p class={styles.note}>{words.answered}</p>
}
