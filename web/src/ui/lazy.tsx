import { useContext, useEffect, useState } from 'preact/hooks'
import { fetchCode } from '../api/problem'
import { AppContext } from '../state/context'
import type { ComponentType } from 'preact'

interface Options {
  /** What stands there while the code is on its way. */
  waiting?: ComponentType
  /** The screen is whole without it: where it does not come, nothing else goes. */
  extra?: boolean
}

/** What was asked for in vain is tried again after so long, then after twice as long. */
const AGAIN_MS = 5000

/** A screen that is fetched when it is first shown; the list's first paint does not wait for it. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { waiting: Waiting, extra = false }: Options = {},
): ComponentType<Props> & { preload: () => void } {
  let ready: ComponentType<Props> | null = null
  function Lazy(props: Props) {
    const app = useContext(AppContext)
    const [Shown, show] = useState<ComponentType<Props> | null>(() => ready)
    const [failure, fail] = useState<Error | null>(null)
    const [tries, tryAgain] = useState(0)
    const { onClose } = props as { onClose?: () => void }
    useEffect(() => {
      // Another place may have fetched it after this one was drawn: asking again costs nothing.
      fetchCode(load).then(
        (loaded) => {
          ready = loaded
          show(() => loaded)
          fail(null)
        },
        (thrown: unknown) => fail(thrown instanceof Error ? thrown : new Error(String(thrown))),
      )
    }, [tries])
    useEffect(() => {
      if (!failure || !extra) return
      // What can be closed was asked for by somebody.
      if (onClose) {
        app?.tellProblem(failure)
        onClose()
        return
      }
      return whenReachable(AGAIN_MS * 2 ** tries, () => tryAgain(tries + 1))
    }, [failure, tries, app, onClose])
    // The boundary around the screen shows what to do.
    if (failure && !extra) throw failure
    if (Shown) return <Shown {...props} />
    return Waiting ? <Waiting /> : null
  }
  /** Fetch it ahead of its need; a failure shows itself when it is needed. */
  const preload = (): void => {
    load().then(
      (loaded) => (ready = loaded),
      () => undefined,
    )
  }
  return Object.assign(Lazy, { preload })
}

/** Act when the connection is back, or else after a pause. */
function whenReachable(pause: number, act: () => void): () => void {
  const timer = setTimeout(act, pause)
  window.addEventListener('online', act)
  return () => {
    clearTimeout(timer)
    window.removeEventListener('online', act)
  }
}
