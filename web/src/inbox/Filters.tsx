import { useEffect, useState } from 'preact/hooks'
import { NOTHING, countNarrow } from '../domain/narrow'
import { useApp } from '../state/context'
import { INTENTS, inbox, intents } from '../words/ru'
import { filters } from '../words/search'
import { Button } from '../ui/Button'
import { Popover } from '../ui/Popover'
import { TagChoice } from './TagChoice'
import styles from './Filters.module.css'
import type { Narrow } from '../domain/narrow'

interface Props {
  narrow: Narrow | undefined
  onNarrow: (narrow: Narrow | undefined) => void
}

/** What narrows the open list; every choice is in the address at once. */
export function Filters({ narrow, onNarrow }: Props) {
  const { bulk, router } = useApp()
  const chosen = narrow ?? NOTHING
  const [product, setProduct] = useState(chosen.product)
  useEffect(() => setProduct(chosen.product), [chosen.product])
  const choose = (change: Partial<Narrow>): void => {
    const next = { ...chosen, ...change }
    onNarrow(countNarrow(next) > 0 ? next : undefined)
  }
  const count = countNarrow(narrow)
  return (
    <Popover
      label={filters.open}
      opener={(opening) => (
        <Button size="small" data-on={count > 0} {...opening}>
          {filters.count(count)}
        </Button>
      )}
    >
      {() => (
        <>
          {bulk.value && <bulk.value.SavedList route={router.inbox()} place="filters" />}
          <form class={styles.panel} onSubmit={(event) => event.preventDefault()}>
            <label>
              {filters.rating}
              <select
                value={chosen.rating ?? ''}
                onChange={({ currentTarget }) =>
                  choose({ rating: Number(currentTarget.value) || null })
                }
              >
                <option value="">{filters.anyRating}</option>
                {[1, 2, 3, 4, 5].map((rating) => (
                  <option key={rating} value={rating}>
                    {inbox.stars(rating)}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {filters.topic}
              <select
                value={chosen.topic ?? ''}
                onChange={({ currentTarget: { value } }) =>
                  choose({ topic: INTENTS.find((known) => known === value) ?? null })
                }
              >
                <option value="">{filters.anyTopic}</option>
                {INTENTS.map((topic) => (
                  <option key={topic} value={topic}>
                    {intents[topic]}
                  </option>
                ))}
              </select>
            </label>
            <TagChoice chosen={chosen.tag} onChoose={(tag) => choose({ tag })} />
            <label>
              {filters.product}
              <input
                inputMode="numeric"
                value={product}
                onInput={({ currentTarget }) => setProduct(currentTarget.value)}
                onChange={({ currentTarget }) =>
                  choose({ product: currentTarget.value.replace(/\D/g, '').slice(0, 12) })
                }
              />
            </label>
            <div class={styles.days}>
              <label>
                {filters.from}
                <input
                  type="date"
                  value={chosen.from}
                  onChange={({ currentTarget }) => choose({ from: currentTarget.value })}
                />
              </label>
              <label>
                {filters.to}
                <input
                  type="date"
                  value={chosen.to}
                  onChange={({ currentTarget }) => choose({ to: currentTarget.value })}
                />
              </label>
            </div>
            <label class={styles.check}>
              <input
                type="checkbox"
                checked={chosen.photo}
                onChange={({ currentTarget }) => choose({ photo: currentTarget.checked })}
              />
              {filters.photo}
            </label>
            <Button disabled={count === 0} onClick={() => onNarrow(undefined)}>
              {filters.reset}
            </Button>
          </form>
        </>
      )}
    </Popover>
  )
}
