import { Icon } from './Icon'
import styles from './Empty.module.css'
import type { ComponentChildren } from 'preact'
import type { IconName } from './Icon'

interface Props {
  icon: IconName
  title: string
  hint?: string
  tone?: 'plain' | 'bad'
  /** What can be done about it. */
  children?: ComponentChildren
}

/** A region that has nothing to show, and says why. */
export function Empty({ icon, title, hint, tone = 'plain', children }: Props) {
  return (
    <div class={styles.empty} data-tone={tone}>
      <span class={styles.icon}>
        <Icon name={icon} size={26} />
      </span>
      <p class={styles.title}>{title}</p>
      {hint && <p class={styles.hint}>{hint}</p>}
      {children && <div class={styles.actions}>{children}</div>}
    </div>
  )
}
