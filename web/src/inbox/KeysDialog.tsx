import { keys as words } from '../words/keys'
import { Dialog } from '../ui/Dialog'
import styles from './KeysDialog.module.css'

interface Props {
  onClose: () => void
}

export function KeysDialog({ onClose }: Props) {
  return (
    <Dialog title={words.title} onClose={onClose}>
      <dl class={styles.keys}>
        {words.rows.map(([caps, meaning]) => (
          <div key={meaning}>
            <dt>
              {caps.map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
