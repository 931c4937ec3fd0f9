import { useContext, useEffect, useState } from 'preact/hooks'
import { AppContext } from '../state/context'
import type { ComponentType } from 'preact'

interface Options {
  /** What stands there while the code is on its way. */
  waiting?: ComponentType
  /** The screen is whole without it: where it does not come, nothing else goes. */
  extra?: boolean
}

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
    const { onClose } = props as { onClose?: () => void }
    useEffect(() => {
      // Another place may have fetched it after this one was drawn: asking again costs nothing.
      load().then(
        (loaded) => {
          ready = loaded
          show(() => loaded)
        },
        (thrown: unknown) => fail(thrown instanceof Error ? thrown : new Error(String(thrown))),
      )
    }, [])
    useEffect(() => {
      // What can be closed was asked for by somebody.
      if (!failure || !extra || !onClose) return
      app?.tellProblem(failure)
      onClose()
    }, [failure, app, onClose])
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
