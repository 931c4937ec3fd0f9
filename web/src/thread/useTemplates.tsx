import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { fillTemplate, findGaps, findSlash } from '../domain/templates'
import { useApp } from '../state/context'
import { templates as words } from '../words/templates'
import { IconButton } from '../ui/Button'
import { lazy } from '../ui/lazy'
import styles from './Composer.module.css'
import type { RefObject } from 'preact'
import type { Interaction } from '../api/types'
import type { Template } from '../api/templates'
import type { PickerKeys } from '../templates/TemplatePicker'

const TemplatePicker = lazy(
  () => import('../templates/TemplatePicker').then((loaded) => loaded.TemplatePicker),
  { extra: true },
)

/** What of the text a template will take the place of. */
interface Asking {
  query: string
  /** The text that the places are in: once it is another one they mean nothing. */
  text: string
  start: number
  end: number
}

interface Parts {
  item: Interaction
  text: string
  busy: boolean
  field: RefObject<HTMLTextAreaElement | null>
  onEdit: (text: string) => void
}

/** Templates by a slash in the field or by a button, and the gaps that they leave. */
export function useTemplates({ item, text, busy, field, onEdit }: Parts) {
  const app = useApp()
  const id = useId()
  const [asked, ask] = useState<Asking | null>(null)
  const [active, setActive] = useState<string | undefined>()
  const keys = useRef<PickerKeys>(null)
  const asking = asked?.text === text ? asked : null
  const gaps = findGaps(text)
  const close = (): void => {
    ask(null)
    setActive(undefined)
  }
  useEffect(close, [item.row.id])
  // The list grows above the field, which must stay in sight on a small screen.
  useEffect(() => {
    if (active !== undefined) field.current?.scrollIntoView({ block: 'nearest' })
  }, [active, field])
  const look = ({ value, selectionStart: end }: HTMLTextAreaElement): void => {
    const found = findSlash(value, end)
    if (found) ask({ ...found, text: value, end })
    else close()
  }
  /** Whoever goes on somewhere else wants no list; its own parts are not somewhere else. */
  const leave = ({ relatedTarget: to }: FocusEvent): void => {
    const own = to === field.current || (to instanceof Element && to.closest('[data-templates]'))
    if (!own) close()
  }
  const open = (): void => {
    const end = field.current?.selectionStart ?? text.length
    ask(asking ? null : { query: '', text, start: end, end })
    field.current?.focus()
  }
  const pick = (template: Template): void => {
    const shop = app.session.me.peek()?.seller.name ?? ''
    const { start, end } = asking ?? { start: text.length, end: text.length }
    const filled = fillTemplate(template.text, item, shop)
    onEdit(text.slice(0, start) + filled + text.slice(end))
    close()
    // The words are in the field only after it has been drawn again.
    requestAnimationFrame(() => goOn(field.current, start + filled.length))
  }
  return {
    gaps,
    look,
    leave,
    /** Whether the key was meant for the open list. */
    press: (event: KeyboardEvent): boolean => {
      if (!asking || event.ctrlKey || event.metaKey || event.altKey) return false
      if (!keys.current?.press(event.key)) return false
      event.preventDefault()
      event.stopPropagation()
      return true
    },
    aria: {
      'aria-autocomplete': 'list',
      'aria-controls': asking ? id : undefined,
      'aria-activedescendant': asking ? active : undefined,
    } as const,
    button: (
      <IconButton
        icon="rows"
        label={words.open}
        disabled={busy}
        data-templates
        onMouseDown={(event) => event.preventDefault()}
        onClick={open}
      />
    ),
    list: asking && !busy && (
      <TemplatePicker
        id={id}
        item={item}
        query={asking.query}
        keys={keys}
        onActive={setActive}
        onPick={pick}
        onClose={close}
        onLeave={leave}
      />
    ),
    held: gaps.length > 0 && (
      <p class={styles.held} role="status">
        {words.held([...new Set(gaps.map(({ name }) => name))])}
        <button type="button" onClick={() => goOn(field.current, 0)}>
          {words.fill}
        </button>
      </p>
    ),
  }
}

/** Mark the first gap, or put the cursor where writing goes on. */
function goOn(field: HTMLTextAreaElement | null, end: number): void {
  if (!field) return
  field.focus()
  const gap = /\{[^{}\n]+\}/u.exec(field.value)
  if (gap) field.setSelectionRange(gap.index, gap.index + gap[0].length)
  else field.setSelectionRange(end, end)
}
