import { useState } from 'preact/hooks'
import { TagField } from '../tags/TagField'
import { tags as words } from '../words/tags'
import { Button } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import styles from './BulkDialog.module.css'

interface Props {
  onChoose: (tags: string[]) => void
  onClose: () => void
}

/** Which tags everything that is selected shall get. */
export function TagDialog({ onChoose, onClose }: Props) {
  const [tags, setTags] = useState<string[]>([])
  return (
    <Dialog title={words.title} onClose={onClose}>
      <TagField tags={tags} onChange={setTags} />
      <div class={styles.foot}>
        <Button look="primary" disabled={tags.length === 0} onClick={() => onChoose(tags)}>
          {words.go}
        </Button>
      </div>
    </Dialog>
  )
}
