import { useState } from 'preact/hooks'
import { help, helpWords } from '../words/help'
import { Button } from './Button'
import { Dialog } from './Dialog'
import styles from './Help.module.css'
import type { HelpName } from '../words/help'

/** Explains what stands beside it, at the edge of the screen so that it can still be seen. */
export function Help({ of }: { of: HelpName }) {
  const [open, setOpen] = useState(false)
  const { title, parts } = help[of]
  return (
    <>
      <span class={styles.open}>
        <Button look="quiet" size="small" onClick={() => setOpen(true)}>
          {helpWords.open}
        </Button>
      </span>
      {open && (
        <Dialog title={title} size="side" onClose={() => setOpen(false)}>
          <div class={styles.parts}>
            {parts.map(({ name, lines }) => (
              <section key={name}>
                <h3>{name}</h3>
                <ul>
                  {lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              </section>
            ))}
          </div>
        </Dialog>
      )}
    </>
  )
}

/** Whether there is something to explain about a section. */
export function isExplained(name: string): name is HelpName {
  return name in help
}
