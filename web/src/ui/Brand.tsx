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
          d="M8 17.5 10.6 9.900a1.5 1.5 0 0 1 1.4-1h8a1.5 1.5 0 0 1 1.4 1L24 17.500v4.300a1.7 1.7 0 0 1-1.7 1.700H9.700A1.7 1.7 0 0 1 8 21.800v-4.300Zm0 0h4.600l1.2 2.300h4.400l1.2-2.300H24"
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
