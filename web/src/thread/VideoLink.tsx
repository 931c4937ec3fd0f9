import { videoLength } from '../domain/dates'
import { video as words } from '../words/review'
import { Icon } from '../ui/Icon'
import { Picture } from '../ui/Picture'
import styles from './VideoLink.module.css'
import type { Video } from '../api/types'

/** A buyer's video is watched at WB: its stream is not ours to pass on. */
export function VideoLink({ video: { preview, link, seconds } }: { video: Video }) {
  const length = seconds ? `, ${videoLength(seconds)}` : ''
  if (!link) {
    return (
      <p class={styles.none}>
        {words.title}
        {length}: {words.elsewhere}
      </p>
    )
  }
  return (
    <a class={styles.video} href={link} target="_blank" rel="noopener noreferrer">
      <span class={styles.still}>
        <Picture src={preview} alt="" icon="camera" />
        <span class={styles.play}>
          <Icon name="play" size={16} />
        </span>
      </span>
      <span>
        {words.title}
        {length}
        <span class={styles.where}>
          {words.open}
          <Icon name="link" size={14} />
        </span>
      </span>
    </a>
  )
}
