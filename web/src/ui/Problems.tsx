import styles from './Problems.module.css'
import type { ComponentChildren } from 'preact'

interface Props {
  id?: string
  /** What went wrong as a whole; nothing is said without it. */
  message?: string | null
  children?: ComponentChildren
}

/** The place beside a form where what is wrong with it is read out. */
export function Problems({ id, message, children }: Props) {
  return (
    <div id={id} role="alert" class={styles.problems}>
      {children}
      {message && <p class={styles.problem}>{message}</p>}
    </div>
  )
}
