import { Brand } from '../ui/Brand'
import styles from './StartFrame.module.css'
import type { ComponentChildren } from 'preact'

interface Props {
  title: string
  hint?: string
  children: ComponentChildren
}

/** The card that every screen before the inbox stands in. */
export function StartFrame({ title, hint, children }: Props) {
  return (
    <main class={styles.page}>
      <div class={styles.brand}>
        <Brand size="large" />
      </div>
      <div class={styles.card}>
        <h1>{title}</h1>
        {hint && <p class={styles.hint}>{hint}</p>}
        {children}
      </div>
    </main>
  )
}
