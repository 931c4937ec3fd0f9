import { quoteOf } from '../domain/spans'
import { composer as words } from '../words/thread'
import { Button } from '../ui/Button'
import { Icon } from '../ui/Icon'
import styles from './Findings.module.css'
import type { Finding } from '../api/types'

interface Props {
  text: string
  findings: readonly Finding[]
  passable: boolean
  message: string
  onRewrite: (finding: Finding) => void
}

/** What the rules object to, each beside the words it is about. */
export function Findings({ text, findings, passable, message, onRewrite }: Props) {
  return (
    <div class={styles.findings} data-passable={passable}>
      <p class={styles.title}>
        <Icon name="failed" size={16} />
        {passable ? words.warned : words.refused}
      </p>
      {findings.length === 0 && <p>{message}</p>}
      <ul>
        {findings.map((finding) => {
          const quote = quoteOf(text, finding)
          return (
            <li key={`${finding.rule}-${finding.start}`}>
              {quote && <q>{quote}</q>} {finding.message}
              {finding.quote !== finding.message && (
                <small class={styles.rule}>{finding.quote}</small>
              )}
              {finding.rewrite && (
                <Button look="quiet" size="small" onClick={() => onRewrite(finding)}>
                  {finding.rewrite.text.trim()
                    ? words.rewrite(finding.rewrite.text.trim())
                    : words.remove}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
