import { useEffect, useRef, useState } from 'preact/hooks'
import { inbox } from '../words/ru'
import { IconButton } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { lazy } from '../ui/lazy'
import styles from './Search.module.css'

const PAUSE = 300

const SearchHelp = lazy(async () => (await import('./tools')).SearchHelp, { extra: true })

interface Props {
  value: string
  /** Whether what explains the search is there already. */
  helped: boolean
  onSearch: (query: string) => void
}

/** Asks once the typing pauses. */
export function Search({ value, helped, onSearch }: Props) {
  const [text, setText] = useState(value)
  const asked = useRef(value)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (value !== asked.current) setText(value)
    asked.current = value
  }, [value])
  useEffect(() => {
    if (text.trim() === asked.current) return
    const timer = setTimeout(() => {
      asked.current = text.trim()
      onSearch(asked.current)
    }, PAUSE)
    return () => clearTimeout(timer)
  }, [text, onSearch])
  return (
    <div class={styles.search}>
      <Icon name="search" size={16} />
      <input
        ref={field}
        type="search"
        maxLength={200}
        data-search
        value={text}
        placeholder={inbox.search}
        aria-label={inbox.search}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {text && <IconButton icon="close" label={inbox.clearSearch} onClick={() => setText('')} />}
      {helped && (
        <SearchHelp
          onAdd={(example) => {
            setText((typed) => `${typed} ${example}`.trimStart())
            field.current?.focus()
          }}
        />
      )}
    </div>
  )
}
