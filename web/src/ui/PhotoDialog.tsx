import { Dialog } from './Dialog'
import { Picture } from './Picture'
import styles from './PhotoDialog.module.css'

interface Props {
  title: string
  src: string
  onClose: () => void
}

/** One picture as large as the screen allows. */
export function PhotoDialog({ title, src, onClose }: Props) {
  return (
    <Dialog title={title} size="large" onClose={onClose}>
      <div class={styles.whole}>
        <Picture src={src} alt={title} icon="camera" />
      </div>
    </Dialog>
  )
}
