import { useState } from 'preact/hooks'
import { thread as words } from '../words/thread'
import { Chip } from '../ui/Chip'
import { lazy } from '../ui/lazy'
import styles from './Meaning.module.css'
import type { Interaction } from '../api/types'

const TagEditor = lazy(async () => (await import('../tags/TagEditor')).TagEditor, { extra: true })

/** The seller's own tags, and the way to change them. */
export function Tags({ item }: { item: Interaction }) {
  const [open, show] = useState(false)
  return (
    <>
      {item.tags.map((tag) => (
        <Chip key={tag} icon="tag">
          {tag}
        </Chip>
      ))}
      <button type="button" class={styles.tags} data-tags onClick={() => show(true)}>
        {words.ownTags}
      </button>
      {open && <TagEditor item={item} onClose={() => show(false)} />}
    </>
  )
}
