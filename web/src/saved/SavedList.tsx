import { useState } from 'preact/hooks'
import { formatRoute } from '../route'
import { useApp } from '../state/context'
import { IconButton } from '../ui/Button'
import { Icon } from '../ui/Icon'
import { isPlainClick } from '../ui/Link'
import { saved as words } from '../words/saved'
import { NameDialog } from './NameDialog'
import { MOST_VIEWS, addressOf, describeList, isNarrowed, routeOf, savedOf } from './saved'
import styles from './SavedList.module.css'
import type { InboxRoute } from '../route'
import type { SavedView } from './saved'

interface Props {
  route: InboxRoute
  /** Under the views where they are a column, among the filters where they are a strip. */
  place: 'side' | 'filters'
}

/** The seller's own views, each a plain address, and the way to keep the open one. */
export function SavedList({ route, place }: Props) {
  const saved = savedOf(useApp())
  const [asked, ask] = useState<SavedView | null>(null)
  const views = saved.list.value
  const here = addressOf(route)
  const isNew = isNarrowed(route) && !views.some(({ address }) => address === here)
  const Place = place === 'side' ? 'nav' : 'div'
  if (views.length === 0 && !isNew) return null
  return (
    <Place
      class={`${styles.saved} ${styles[place]}`}
      {...(place === 'side' ? { 'aria-label': words.title } : {})}
    >
      {views.length > 0 && (
        <>
          <p class={styles.title} aria-hidden="true">
            {words.title}
          </p>
          <ul>
            {views.map((view) => (
              <Line key={view.address} view={view} current={view.address === here} onEdit={ask} />
            ))}
          </ul>
        </>
      )}
      {isNew && views.length < MOST_VIEWS && (
        <button type="button" class={styles.save} onClick={() => ask({ name: '', address: here })}>
          <span aria-hidden="true">+</span>
          {words.save}
        </button>
      )}
      {isNew && views.length >= MOST_VIEWS && <p class={styles.full}>{words.full(MOST_VIEWS)}</p>}
      {asked && <NameDialog saved={saved} view={asked} onClose={() => ask(null)} />}
    </Place>
  )
}

interface LineProps {
  view: SavedView
  current: boolean
  onEdit: (view: SavedView) => void
}

function Line({ view, current, onEdit }: LineProps) {
  const { router } = useApp()
  const to = routeOf(view)
  const follow = (event: MouseEvent): void => {
    if (!isPlainClick(event)) return
    event.preventDefault()
    const panel = event.currentTarget instanceof HTMLElement && event.currentTarget
    if (panel) panel.closest<HTMLElement>('[popover]')?.hidePopover()
    router.push(to)
  }
  return (
    <li class={styles.line} data-current={current}>
      <a
        class={styles.link}
        href={formatRoute(to)}
        title={describeList(to)}
        aria-current={current ? 'page' : undefined}
        onClick={follow}
      >
        <Icon name="rows" />
        <span class={styles.name}>{view.name}</span>
      </a>
      <IconButton icon="pencil" label={words.edit(view.name)} onClick={() => onEdit(view)} />
    </li>
  )
}
