import { computed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { fullMoment, millis, shortMoment } from '../domain/dates'
import { useApp } from '../state/context'

interface Props {
  at: string
}

/** When something was, in few letters; the whole moment on hover. */
export function Moment({ at }: Props) {
  const { now } = useApp().clock
  const text = useMemo(() => computed(() => shortMoment(millis(at), now.value)), [at, now])
  return (
    <time dateTime={at} title={fullMoment(millis(at), now.peek())}>
      {text}
    </time>
  )
}
