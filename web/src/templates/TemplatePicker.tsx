import {
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'preact/hooks'
import { asApiError } from '../api/problem'
import { pickTemplates, suits } from '../domain/templates'
import { useApp } from '../state/context'
import { common } from '../words/ru'
import { templates as words } from '../words/templateList'
import { templates as named } from '../words/templates'
import { Button } from '../ui/Button'
import { Link } from '../ui/Link'
import { Skeleton } from '../ui/Skeleton'
import { knownTemplates, readTemplates } from './kept'
import styles from './TemplatePicker.module.css'
import type { Ref } from 'preact'
import type { Interaction } from '../api/types'
import type { Template } from '../api/templates'

/** What the field passes on while the list is open. */
export interface PickerKeys {
  /** Whether the key was the list's. */
  press: (key: string) => boolean
}

interface Props {
  id: string
  item: Interaction
  query: string
  keys: Ref<PickerKeys>
  onActive: (option: string | undefined) => void
  onPick: (template: Template) => void
  onClose: () => void
  /** The focus goes from one of its parts to somewhere. */
  onLeave: (event: FocusEvent) => void
}

/** The seller's templates beside the field: the focus stays where words are typed. */
export function TemplatePicker({
  id,
  item,
  query,
  keys,
  onActive,
  onPick,
  onClose,
  onLeave,
}: Props) {
  const app = useApp()
  const [all, setAll] = useState(() => knownTemplates(app))
  const [problem, setProblem] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const found = useMemo(() => pickTemplates(all ?? [], item, query), [all, item, query])
  const at = Math.min(active, Math.max(0, found.length - 1))
  const chosen = found[at]
  const read = useCallback(async () => {
    setProblem('')
    try {
      setAll(await readTemplates(app))
    } catch (thrown) {
      setProblem(asApiError(thrown).message)
    }
  }, [app])
  useEffect(() => void read(), [read])
  // The list grows above the field, which has the focus and must stay in sight.
  useEffect(() => document.activeElement?.scrollIntoView({ block: 'nearest' }), [problem, all])
  useEffect(() => setActive(0), [query])
  const option = chosen && `${id}-${chosen.id}`
  useEffect(() => {
    onActive(option)
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [option, onActive])
  useImperativeHandle(keys, () => ({
    press: (key) => {
      if (key === 'Escape') onClose()
      else if (!chosen) return false
      else if (key === 'ArrowDown') setActive((at + 1) % found.length)
      else if (key === 'ArrowUp') setActive((at + found.length - 1) % found.length)
      else if (key === 'Enter' || key === 'Tab') onPick(chosen)
      else return false
      return true
    },
  }))
  const said = all && found.length === 0 && (query ? words.notFound : words.none)
  return (
    // Presses leave the focus in the field.
    <div
      class={styles.panel}
      data-templates
      role="presentation"
      onMouseDown={(event) => event.preventDefault()}
      onFocusOut={onLeave}
    >
      {problem && (
        <p class={styles.problem} role="alert">
          <span>{problem}</span>
          <Button size="small" onClick={() => void read()}>
            {common.retry}
          </Button>
        </p>
      )}
      {said ? (
        <p class={styles.said}>{said}</p>
      ) : all === null ? (
        !problem && <Skeleton lines={[40, 80]} />
      ) : (
        <div ref={list} id={id} class={styles.list} role="listbox" aria-label={named.open}>
          {found.map((one, number) => (
            <Option
              key={one.id}
              id={`${id}-${one.id}`}
              template={one}
              selected={number === at}
              fits={suits(one.channels, item.row.channel)}
              onPick={() => onPick(one)}
            />
          ))}
        </div>
      )}
      <footer class={styles.foot}>
        <span>{words.keys}</span>
        <Link to={{ name: 'settings', section: 'templates' }}>{words.manage}</Link>
      </footer>
    </div>
  )
}

interface OptionProps {
  id: string
  template: Template
  selected: boolean
  fits: boolean
  onPick: () => void
}

function Option({ id, template, selected, fits, onPick }: OptionProps) {
  return (
    // Keys reach the list through the field, which keeps the focus.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events
    <div id={id} role="option" tabIndex={-1} aria-selected={selected} onClick={onPick}>
      <b>{template.title}</b>
      {!fits && <small>{words.otherChannel}</small>}
      <span>{template.text}</span>
    </div>
  )
}
