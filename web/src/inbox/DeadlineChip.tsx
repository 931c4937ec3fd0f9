import { computed } from '@preact/signals'
import { useMemo } from 'preact/hooks'
import { urgencyOf } from '../domain/urgency'
import { useApp } from '../state/context'
import { Chip } from '../ui/Chip'
import type { Deadline } from '../api/types'
import type { Level } from '../domain/urgency'
import type { ChipTone } from '../ui/Chip'

const TONES: Record<Level, ChipTone> = {
  passed: 'bad',
  late: 'bad',
  hot: 'warning',
  soon: 'plain',
  calm: 'plain',
}

interface Props {
  deadline: Deadline
}

/** The time left by the server's clock; only what has changed in it is drawn again. */
export function DeadlineChip({ deadline }: Props) {
  const { now } = useApp().clock
  const { level, short, full } = useMemo(() => {
    const urgency = computed(() => urgencyOf(deadline, now.value))
    return {
      level: computed(() => urgency.value.level),
      short: computed(() => urgency.value.short),
      full: computed(() => urgency.value.full),
    }
  }, [deadline, now])
  return (
    <Chip tone={TONES[level.value]} icon={level.value === 'passed' ? 'failed' : 'clock'}>
      <span aria-hidden="true">{short}</span>
      <span class="visually-hidden">{full}</span>
    </Chip>
  )
}
