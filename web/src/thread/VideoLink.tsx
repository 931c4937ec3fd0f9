import { videoLength } from '../domain/dates'
import { thread } from '../words/thread'
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
        {thread.video}
        {length}: {thread.videoElsewhere}
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
        {thread.video}
        {length}
        <span class={styles.where}>
          {thread.videoOpen}
          <Icon name="link" size={14} />
        </span>
      </span>
    </a>
  )
}
