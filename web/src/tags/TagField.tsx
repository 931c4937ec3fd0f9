import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { LONGEST_TAG, MOST_TAGS, cleanTag, hasTag, isStrange, suggestTags } from '../domain/tags'
import { useApp } from '../state/context'
import { tags as words } from '../words/tags'
import { Button } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { keepTags, knownTags } from './known'
import styles from './TagField.module.css'

interface Props {
  tags: readonly string[]
  onChange: (tags: string[]) => void
}

/** Chosen tags, a place to type another one, and those met before. */
export function TagField({ tags, onChange }: Props) {
  const { session, storage } = useApp()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const seller = session.sellerId.value
  useEffect(() => input.current?.focus(), [])
  useEffect(() => keepTags(storage, seller, tags), [storage, seller, tags])
  const error = problemOf(text, tags)
  const add = (written: string): void => {
    const tag = cleanTag(written)
    if (tag === '' || problemOf(tag, tags) !== null) return
    setText('')
    input.current?.focus()
    if (hasTag(tags, tag)) return
    onChange([...tags, tag])
  }
  const remove = (tag: string): void => {
    onChange(tags.filter((one) => one !== tag))
    input.current?.focus()
  }
  const offered = tags.length < MOST_TAGS ? suggestTags(knownTags(storage, seller), tags, text) : []
  return (
    <div class={styles.root}>
      {tags.length > 0 && (
        <ul class={styles.tags} aria-label={words.chosen}>
          {tags.map((tag) => (
            <li key={tag}>
              <button type="button" aria-label={words.remove(tag)} onClick={() => remove(tag)}>
                <span>{tag}</span>
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div class={styles.field}>
        <label for={id}>{words.field}</label>
        <div class={styles.line}>
          <input
            ref={input}
            id={id}
            autocomplete="off"
            enterkeyhint="done"
            maxLength={LONGEST_TAG}
            value={text}
            aria-invalid={error !== null}
            aria-describedby={`${id}-note`}
            onInput={(event) => setText(event.currentTarget.value)}
            onKeyDown={(event) => {
              const last = tags.at(-1)
              if (event.key === 'Enter' || event.key === ',') add(text)
              else if (event.key === 'Backspace' && text === '' && last !== undefined) remove(last)
              else return
              event.preventDefault()
            }}
          />
          <Button disabled={cleanTag(text) === '' || error !== null} onClick={() => add(text)}>
            {words.put}
          </Button>
        </div>
        <p id={`${id}-note`} class={error === null ? styles.hint : styles.error} role="status">
          {error ?? words.hint}
        </p>
      </div>
      {offered.length > 0 && (
        <section aria-label={words.known}>
          <h3 class={styles.title}>{words.known}</h3>
          <ul class={styles.tags} data-look="known">
            {offered.map((tag) => (
              <li key={tag}>
                <button type="button" aria-label={`${words.put}: ${tag}`} onClick={() => add(tag)}>
                  <span>{tag}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function problemOf(written: string, tags: readonly string[]): string | null {
  const tag = cleanTag(written)
  if (isStrange(tag)) return words.strange
  return tags.length >= MOST_TAGS ? words.full(MOST_TAGS) : null
}
