import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { App } from './app'

export const AppContext = createContext<App | null>(null)

/** The state of this page; screens use it, components below take data and callbacks. */
export function useApp(): App {
  const app = useContext(AppContext)
  if (!app) throw new Error('a screen is shown outside the app')
  return app
}
