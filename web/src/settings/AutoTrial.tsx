import { useId, useState } from 'preact/hooks'
import { asApiError } from '../api/problem'
import { settingsOf } from '../api/settings'
import { useApp } from '../state/context'
import { trial as words } from '../words/automatic'
import { Button } from '../ui/Button'
import { Problems } from '../ui/Problems'
import { SelectField } from '../ui/SelectField'
import area from '../ui/TextArea.module.css'
import own from './AutoTrial.module.css'
import styles from './Settings.module.css'
import type { AutoPreview, Sections } from '../api/settings'

type Channel = AutoPreview['asked']['channel']

const STARS = ['5', '4', '3', '2', '1'] as const

interface Props {
  rules: Sections['auto_response']
}

/** What the rules on the screen would do with one text, were a buyer to write it now. */
export function AutoTrial({ rules }: Props) {
  const { api } = useApp()
  const id = useId()
  const [text, setText] = useState('')
  const [channel, setChannel] = useState<Channel>('review')
  const [stars, setStars] = useState<(typeof STARS)[number]>('5')
  const [found, setFound] = useState<{ of: string; answer: AutoPreview['answer'] } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  // What was said of other words or by other rules is no answer to these.
  const asked = JSON.stringify([text.trim(), channel, stars, rules])
  const attempt = async (): Promise<void> => {
    setBusy(true)
    try {
      const rating = channel === 'review' ? Number(stars) : null
      const answer = await settingsOf(api).tryAutomatic(
        { text: text.trim(), channel, rating },
        rules,
      )
      setFound({ of: asked, answer })
      setProblem(null)
    } catch (thrown) {
      setFound(null)
      setProblem(asApiError(thrown).message)
    }
    setBusy(false)
  }
  return (
    <section class={styles.block} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p class={styles.hint}>{words.hint}</p>
      <form
        class={own.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '' && !busy) void attempt()
        }}
      >
        <SelectField
          label={words.channel}
          value={channel}
          choices={(['review', 'question', 'chat'] as const).map((one) => [
            one,
            words.channels[one],
          ])}
          onWrite={setChannel}
        />
        {channel === 'review' && (
          <SelectField
            label={words.stars}
            value={stars}
            choices={STARS.map((one) => [one, one] as const)}
            onWrite={setStars}
          />
        )}
        <div class={own.text}>
          <label for={id} class={styles.label}>
            {words.text}
          </label>
          <textarea
            id={id}
            class={area.text}
            rows={3}
            maxLength={5000}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <Button type="submit" disabled={busy || text.trim() === ''}>
          {words.start}
        </Button>
      </form>
      <Problems message={problem} />
      <div aria-live="polite">{found?.of === asked && <Verdict found={found.answer} />}</div>
    </section>
  )
}

function Verdict({ found }: { found: AutoPreview['answer'] }) {
  return (
    <div class={own.verdict}>
      <p>
        <b>{words.outcome[found.outcome]}</b>{' '}
        {words.topic(found.intent_title, Math.round(found.confidence * 100))}
      </p>
      {found.reasons.length > 0 && (
        <ul class={styles.list} aria-label={words.reasons}>
          {found.reasons.map(({ code, title }) => (
            <li key={code}>{title}</li>
          ))}
        </ul>
      )}
      <blockquote class={own.draft}>
        {found.draft}
        {found.promo !== null && `\n\n${found.promo}`}
      </blockquote>
      {found.outcome === 'send' && !found.would_send && <p class={styles.hint}>{words.asleep}</p>}
    </div>
  )
}
