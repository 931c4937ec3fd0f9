import { useId } from 'preact/hooks'
import { templates as words } from '../words/templateList'
import { Button } from '../ui/Button'
import styles from './Settings.module.css'
import own from './Templates.module.css'
import type { Template } from '../api/templates'

interface Props {
  newer: Template
  busy: boolean
  onKeep: () => void
  onTake: () => void
}

/** What another window has made of a template that is being written here. */
export function TemplateClash({ newer, busy, onKeep, onTake }: Props) {
  const id = useId()
  return (
    <section class={own.clash} role="alert" aria-labelledby={id}>
      <h3 id={id}>{words.clash}</h3>
      <p>{words.clashHint}</p>
      <p>
        <b>{newer.title}</b>
      </p>
      <blockquote>{newer.text}</blockquote>
      <div class={styles.foot}>
        <Button disabled={busy} onClick={onKeep}>
          {words.keepMine}
        </Button>
        <Button disabled={busy} onClick={onTake}>
          {words.takeNewer}
        </Button>
      </div>
    </section>
  )
}
