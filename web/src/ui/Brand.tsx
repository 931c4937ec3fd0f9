import { product } from '../words/ru'
import styles from './Brand.module.css'

interface Props {
  size?: 'normal' | 'large'
}

export function Brand({ size = 'normal' }: Props) {
  return (
    <span class={`${styles.brand} ${styles[size]}`}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="var(--accent)" />
        <path
          d="M8 17.5 10.6 9.9a1.5 1.5 0 0 1 1.4-1h8a1.5 1.5 0 0 1 1.4 1L24 17.5v4.3a1.7 1.7 0 0 1-1.7 1.7H9.7A1.7 1.7 0 0 1 8 21.8v-4.3Zm0 0h4.6l1.2 2.3h4.4l1.2-2.3H24"
          fill="none"
          stroke="var(--ink-on-accent)"
          stroke-width="2"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
      </svg>
      <span>{product.name}</span>
    </span>
  )
}
