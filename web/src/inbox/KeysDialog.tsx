import { keys as words } from '../words/keys'
import { Dialog } from '../ui/Dialog'
import styles from './KeysDialog.module.css'

interface Props {
  onClose: () => void
}

export function KeysDialog({ onClose }: Props) {
  return (
    <Dialog title={words.title} size="large" onClose={onClose}>
      <p class={styles.hint}>{words.hint}</p>
      <div class={styles.groups}>
        {words.groups.map(({ name, rows }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl class={styles.keys}>
              {rows.map(([caps, meaning]) => (
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
          </section>
        ))}
      </div>
    </Dialog>
  )
}
