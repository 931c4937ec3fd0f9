import { useEffect, useState } from 'preact/hooks'
import type { ComponentType } from 'preact'

/** A screen that is fetched when it is first shown; the list's first paint does not wait for it. */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> & { preload: () => void } {
  let ready: ComponentType<Props> | null = null
  function Lazy(props: Props) {
    const [Shown, show] = useState<ComponentType<Props> | null>(() => ready)
    const [failure, fail] = useState<Error | null>(null)
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
    // The boundary around the screen shows what to do.
    if (failure) throw failure
    return Shown && <Shown {...props} />
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
