import { formatRoute } from '../route'
import { useApp } from '../state/context'
import type { Route } from '../route'
import type { ComponentChildren } from 'preact'

interface Props {
  to: Route
  children: ComponentChildren
  class?: string | undefined
  current?: 'page' | 'true' | undefined
  label?: string
  /** Replaces the address instead of adding to the history. */
  replace?: boolean
}

/** A link of the app: the browser's own ways of opening it elsewhere stay. */
export function Link({ to, children, class: name, current, label, replace = false }: Props) {
  const { router } = useApp()
  const follow = (event: MouseEvent): void => {
    if (!isPlainClick(event)) return
    event.preventDefault()
    router[replace ? 'replace' : 'push'](to)
  }
  return (
    <a
      class={name}
      href={formatRoute(to)}
      aria-current={current}
      aria-label={label}
      onClick={follow}
    >
      {children}
    </a>
  )
}

/** A click that asks for nothing but to follow the link here. */
export function isPlainClick(event: MouseEvent): boolean {
  return !(event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)
}
