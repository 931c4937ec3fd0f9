import { fieldError } from '../start/useSubmit'
import { automatic as words } from '../words/automatic'
import styles from './Settings.module.css'
import type { ApiError } from '../api/problem'
import type { Sections } from '../api/settings'

type Section = Sections['auto_response']
type Action = Section['scenarios'][string]

const CHANNELS = ['review', 'question', 'chat'] as const
const ACTIONS = ['auto', 'draft', 'block'] as const

interface Props {
  section: Section
  error: ApiError | null
  onWrite: (change: Partial<Section>) => void
}

/** Topics by channel; «Авто» is offered only where the server allows it. */
export function AutoTopics({ section, error, onWrite }: Props) {
  return (
    <div>
      <h2 class={styles.label}>{words.topics}</h2>
      <p class={styles.hint}>{words.topicsHint}</p>
      <table class={`${styles.table} ${styles.topics}`}>
        <thead>
          <tr>
            <th scope="col" class={styles.corner}>
              {words.topic}
            </th>
            {CHANNELS.map((channel) => (
              <th key={channel} scope="col">
                {words.channels[channel]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {section.classes.map(({ intent, title, may_answer }) => (
            <tr key={intent}>
              <th scope="row">{title}</th>
              {CHANNELS.map((channel) => {
                const name = `${channel}.${intent}`
                const problem = fieldError(error, `scenarios.${name}`)
                return (
                  <td key={channel}>
                    <select
                      aria-label={`${title}: ${words.channels[channel] ?? channel}`}
                      aria-invalid={problem !== undefined}
                      value={section.scenarios[name] ?? 'draft'}
                      onChange={({ currentTarget: { value } }) =>
                        onWrite({ scenarios: { ...section.scenarios, [name]: value as Action } })
                      }
                    >
                      {ACTIONS.filter(
                        (action) => action !== 'auto' || may_answer.includes(channel),
                      ).map((action) => (
                        <option key={action} value={action}>
                          {words.actions[action]}
                        </option>
                      ))}
                    </select>
                    {problem !== undefined && <small class={styles.mistake}>{problem}</small>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
