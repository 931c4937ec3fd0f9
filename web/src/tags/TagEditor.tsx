import { useRef, useState } from 'preact/hooks'
import { useApp } from '../state/context'
import { tags as words } from '../words/tags'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { TagField } from './TagField'
import styles from './TagField.module.css'
import type { Interaction } from '../api/types'

interface Props {
  item: Interaction
  onClose: () => void
}

/** Tags of the open item; each change is kept at once, in the order in which it was made. */
export function TagEditor({ item, onClose }: Props) {
  const app = useApp()
  const { id } = item.row
  const [tags, setTags] = useState(item.tags)
  const line = useRef<Promise<void>>(Promise.resolve())
  const waiting = useRef(0)
  const save = async (wanted: string[]): Promise<void> => {
    const { api, opened } = app
    const ask = () =>
      opened.id === id ? opened.patch({ tags: wanted }) : api.patch(id, { tags: wanted })
    const done = await app.attempt(ask)
    waiting.current -= 1
    // What was changed meanwhile is on its way too, and says more.
    if (waiting.current > 0) return
    const { value } = opened.state
    const held = value.kind === 'ready' && value.id === id ? value.item.tags : wanted
    setTags(done ? done.tags : held)
  }
  const change = (wanted: string[]): void => {
    setTags(wanted)
    waiting.current += 1
    line.current = line.current.then(() => save(wanted))
  }
  return (
    <Dialog title={words.title} onClose={onClose}>
      <TagField tags={tags} onChange={change} />
      <div class={styles.foot}>
        <Button look="primary" onClick={onClose}>
          {words.done}
        </Button>
      </div>
    </Dialog>
  )
}
