import { useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { Field } from '../ui/Field'
import { saved as words } from '../words/saved'
import { MOST_LETTERS, describeList, routeOf } from './saved'
import styles from './SavedList.module.css'
import type { SavedView, SavedViews } from './saved'

interface Props {
  saved: SavedViews
  /** Without a name it is new. */
  view: SavedView
  onClose: () => void
}

/** Asks for a view's name; a known one can be deleted here too. */
export function NameDialog({ saved, view, onClose }: Props) {
  const { notices } = useApp()
  const held = describeList(routeOf(view))
  const [name, setName] = useState(() => view.name || held.slice(0, MOST_LETTERS))
  const wanted = name.trim()
  const taken = saved.list.value.some(
    (other) => other.address !== view.address && other.name === wanted,
  )
  const submit = (event: Event): void => {
    event.preventDefault()
    if (wanted === '' || taken) return
    saved.keep({ ...view, name: wanted })
    notices.tell(words.kept(wanted))
    onClose()
  }
  const remove = (): void => {
    saved.remove(view)
    const undo = { label: words.undo, run: () => saved.keep(view) }
    notices.tell(words.removed(view.name), { action: undo })
    onClose()
  }
  return (
    <Dialog title={view.name ? words.editTitle : words.save} onClose={onClose}>
      <form class={styles.form} onSubmit={submit}>
        <p class={styles.held}>{held}</p>
        <Field
          autofocus
          label={words.name}
          value={name}
          onWrite={(text) => setName(text.slice(0, MOST_LETTERS))}
          error={taken ? words.taken : undefined}
        />
        <div class={styles.foot}>
          {view.name !== '' && (
            <Button look="quiet" onClick={remove}>
              {words.remove}
            </Button>
          )}
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" type="submit" disabled={wanted === '' || taken}>
            {words.keep}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
