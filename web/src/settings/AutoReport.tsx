import { useEffect, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { settingsOf } from '../api/settings'
import { inboxRoute } from '../route'
import { useApp } from '../state/context'
import { report as words } from '../words/automatic'
import { groupDigits } from '../words/plural'
import { Button } from '../ui/Button'
import { Link } from '../ui/Link'
import { Problems } from '../ui/Problems'
import { Stars } from '../ui/Stars'
import styles from './Settings.module.css'
import type { BacktestReport, Sections } from '../api/settings'

const LOOK_AGAIN_MS = 2000

interface Props {
  rules: Sections['auto_response']
  onSeen: () => void
}

/** What the rules on the screen would have done with the seller's own reviews. */
export function AutoReport({ rules, onSeen }: Props) {
  const { api } = useApp()
  const [report, setReport] = useState<BacktestReport | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const attempt = async (ask: () => Promise<BacktestReport>): Promise<void> => {
    try {
      setReport(await ask())
      setProblem(null)
    } catch (thrown) {
      setProblem(asApiError(thrown).message)
    }
  }
  const running = report !== null && report.finished_at === null
  const waiting = running ? report : null
  useEffect(() => {
    if (waiting === null) return
    const timer = setTimeout(() => {
      settingsOf(api)
        .backtest(waiting.id)
        .then(setReport, (thrown: unknown) => {
          setProblem(asApiError(thrown).message)
        })
    }, LOOK_AGAIN_MS)
    return () => clearTimeout(timer)
  }, [api, waiting])
  return (
    <section class={styles.block} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p class={styles.hint}>{words.hint}</p>
      <Problems message={problem} />
      <div>
        <Button
          disabled={running}
          onClick={() => void attempt(() => settingsOf(api).startBacktest(rules))}
        >
          {words.start}
        </Button>
      </div>
      {running && <p role="status">{words.running(report.reviews)}</p>}
      {report !== null && !running && (
        <Finished
          report={report}
          onSeen={async () => {
            await attempt(() => settingsOf(api).seeBacktest(report.id))
            onSeen()
          }}
        />
      )}
    </section>
  )
}

function Finished({ report, onSeen }: { report: BacktestReport; onSeen: () => Promise<void> }) {
  return (
    <>
      <p role="status">
        <b>{report.reviews === 0 ? words.none : words.sums(report)}</b>
      </p>
      {report.compared > 0 && (
        <p>{words.compared(report.compared, report.alike_percent, report.regretted)}</p>
      )}
      {report.reasons.length > 0 && (
        <details class={styles.changes}>
          <summary>{words.reasons}</summary>
          <ul class={styles.list}>
            {report.reasons.map(({ code, title, count }) => (
              <li key={code}>
                <span>{title}</span>
                <span>{groupDigits(count)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {report.worst.length > 0 && (
        <details class={styles.changes} open>
          <summary>{words.worst}</summary>
          <ol class={styles.cases}>
            {report.worst.map((one) => (
              <li key={one.interaction}>
                <p>
                  <Stars rating={one.rating} /> {one.review}
                </p>
                <p class={styles.hint}>
                  {words.ours}: {one.text}
                </p>
                {one.answer !== null && (
                  <p class={styles.hint}>
                    {words.yours}: {one.answer}
                  </p>
                )}
                {one.regrets && <small class={styles.mistake}>{words.regret}</small>}
                <Link to={inboxRoute({ view: 'all', id: one.interaction })}>{words.open}</Link>
              </li>
            ))}
          </ol>
        </details>
      )}
      {report.seen_at === null ? (
        <div>
          <Button look="primary" onClick={() => void onSeen()}>
            {words.seen}
          </Button>
        </div>
      ) : (
        <p>{words.ready}</p>
      )}
    </>
  )
}
