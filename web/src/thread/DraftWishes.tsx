import { useState } from 'preact/hooks'
import { draft as words } from '../words/thread'
import { Button } from '../ui/Button'
import styles from './DraftPanel.module.css'

/** As many letters as the API takes. */
const LONGEST = 300

interface Props {
  disabled: boolean
  onWish: (wish: string) => void
}

/** What shall be otherwise in the draft: at one press, or in the seller's own words. */
export function DraftWishes({ disabled, onWish }: Props) {
  const [own, setOwn] = useState<string | null>(null)
  const wish = own?.trim() ?? ''
  return (
    <form
      class={styles.wishes}
      onSubmit={(event) => {
        event.preventDefault()
        if (wish === '' || disabled) return
        onWish(wish)
        setOwn(null)
      }}
    >
      {words.wishes.map((one) => (
        <Button key={one} look="quiet" size="small" disabled={disabled} onClick={() => onWish(one)}>
          {one}
        </Button>
      ))}
      {own === null ? (
        <Button look="quiet" size="small" disabled={disabled} onClick={() => setOwn('')}>
          {words.ownWish}
        </Button>
      ) : (
        <>
          <input
            class={styles.wish}
            aria-label={words.wishLabel}
            placeholder={words.wishHint}
            maxLength={LONGEST}
            value={own}
            onInput={(event) => setOwn(event.currentTarget.value)}
          />
          <Button type="submit" size="small" disabled={disabled || wish === ''}>
            {words.rewrite}
          </Button>
        </>
      )}
    </form>
  )
}
