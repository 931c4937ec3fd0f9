import { inbox } from '../words/ru'
import styles from './Stars.module.css'

interface Props {
  rating: number
  size?: number
}

const STAR = 'm10 2.5 2.3 4.9 5.2.7-3.8 3.7.9 5.2L10 14.5l-4.6 2.5.9-5.2L2.5 8.1l5.2-.7L10 2.5Z'

/** The rating as a figure and as five stars, so that no colour says it alone. */
export function Stars({ rating, size = 12 }: Props) {
  return (
    <span class={styles.stars}>
      <span class="visually-hidden">{inbox.stars(rating)} </span>
      <span aria-hidden="true" class={styles.figure}>
        {rating}
      </span>
      <svg
        width={size * 5}
        height={size}
        viewBox="0 0 100 20"
        aria-hidden="true"
        class={styles.row}
      >
        {[0, 1, 2, 3, 4].map((at) => (
          <path
            key={at}
            d={STAR}
            transform={`translate(${at * 20} 0)`}
            class={at < rating ? styles.full : styles.none}
          />
        ))}
      </svg>
    </span>
  )
}
