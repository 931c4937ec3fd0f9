import { useState } from 'preact/hooks'
import { thread } from '../words/thread'
import { PhotoDialog } from '../ui/later'
import { Picture } from '../ui/Picture'
import styles from './Photos.module.css'
import type { Photo } from '../api/types'

interface Props {
  photos: readonly Photo[]
}

export function Photos({ photos }: Props) {
  const [open, setOpen] = useState<number | null>(null)
  const shown = open === null ? undefined : photos[open]
  if (photos.length === 0) return null
  return (
    <>
      <ul class={styles.strip} aria-label={thread.photos}>
        {photos.map((photo, at) => (
          <li key={photo.mini}>
            <button type="button" class={styles.photo} onClick={() => setOpen(at)}>
              <Picture src={photo.mini} alt={thread.photo(at + 1)} icon="camera" />
            </button>
          </li>
        ))}
      </ul>
      {shown && open !== null && (
        <PhotoDialog
          title={thread.photo(open + 1)}
          src={shown.full}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  )
}
