import { Icon } from './Icon'
import styles from './Chip.module.css'
import type { ComponentChildren } from 'preact'
import type { IconName } from './Icon'

export type ChipTone = 'plain' | 'accent' | 'good' | 'warning' | 'bad'

interface Props {
  tone?: ChipTone
  icon?: IconName
  children: ComponentChildren
}

export function Chip({ tone = 'plain', icon, children }: Props) {
  return (
    <span class={styles.chip} data-tone={tone}>
      {icon && <Icon name={icon} size={13} />}
      <span>{children}</span>
    </span>
  )
}
