import { common } from '../words/ru'
import styles from './Skeleton.module.css'

interface Props {
  /** The widths of the lines, in percent. */
  lines: readonly number[]
}

/** The shape of what is coming; it shows itself only when that takes a while. */
export function Skeleton({ lines }: Props) {
  return (
    <div class={styles.skeleton}>
      <span class="visually-hidden">{common.loading}</span>
      {lines.map((width, at) => (
        <span key={at} style={{ inlineSize: `${width}%` }} />
      ))}
    </div>
  )
}
