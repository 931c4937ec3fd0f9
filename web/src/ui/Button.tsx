import { Icon } from './Icon'
import styles from './Button.module.css'
import type { ComponentChildren, JSX } from 'preact'
import type { IconName } from './Icon'

type Native = Omit<JSX.IntrinsicElements['button'], 'class' | 'size' | 'icon'>

interface Props extends Native {
  look?: 'primary' | 'plain' | 'quiet'
  size?: 'normal' | 'small' | 'wide'
  icon?: IconName | undefined
  children: ComponentChildren
}

export function Button({ look = 'plain', size = 'normal', icon, children, ...rest }: Props) {
  return (
    <button type="button" class={`${styles.button} ${styles[look]} ${styles[size]}`} {...rest}>
      {icon && <Icon name={icon} size={16} />}
      <span>{children}</span>
    </button>
  )
}

interface IconProps extends Native {
  icon: IconName
  /** What the button does, for those who hear it and for the tooltip. */
  label: string
}

export function IconButton({ icon, label, ...rest }: IconProps) {
  return (
    <button type="button" class={styles.icon} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  )
}
