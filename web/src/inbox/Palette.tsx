import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Dialog } from '../ui/Dialog'
import { Icon } from '../ui/Icon'
import { useApp } from '../state/context'
import { palette as words } from '../words/keys'
import { listChoices } from './choices'
import styles from './Palette.module.css'
import type { Choice } from './choices'

const MOST = 9

/** Everything that can be done from here, found by a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const app = useApp()
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  // The browser would begin with the button that closes.
  useEffect(() => field.current?.focus(), [])
  const found = listChoices(app, text).slice(0, MOST)
  const place = Math.min(at, found.length - 1)
  const run = (choice: Choice | undefined): void => {
    if (!choice) return
    onClose()
    // The dialog gives the focus back first; a command may want it elsewhere.
    setTimeout(() => choice.run(app), 0)
  }
  const step = (by: number): void => setAt((place + by + found.length) % Math.max(1, found.length))
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div class={styles.palette}>
        <div class={styles.field}>
          <Icon name="search" size={16} />
          <input
            ref={field}
            role="combobox"
            aria-expanded="true"
            aria-controls={id}
            aria-activedescendant={found.length > 0 ? `${id}-${place}` : undefined}
            aria-label={words.label}
            placeholder={words.label}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value)
              setAt(0)
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') step(1)
              else if (event.key === 'ArrowUp') step(-1)
              else if (event.key === 'Enter') run(found[place])
              else return
              event.preventDefault()
            }}
          />
        </div>
        <div id={id} role="listbox" aria-label={words.title} class={styles.list}>
          {found.map((choice, index) => (
            <div
              key={choice.title}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === place}
              onPointerMove={() => setAt(index)}
              onClick={() => run(choice)}
              onKeyDown={() => undefined}
            >
              <span>{choice.title}</span>
              {choice.caps && (
                <span class={styles.caps}>
                  {choice.caps.map((cap) => (
                    <kbd key={cap}>{cap}</kbd>
                  ))}
                </span>
              )}
            </div>
          ))}
        </div>
        {found.length === 0 && <p>{words.none}</p>}
      </div>
    </Dialog>
  )
}
