import { composer as words } from '../words/thread'
import { Button } from '../ui/Button'

interface Props {
  /** The paragraph that may be offered here today. */
  promo: string | null
  text: string
  disabled: boolean
  onEdit: (text: string) => void
}

/** Put the offer after everything else, once. */
export function PromoButton({ promo, text, disabled, onEdit }: Props) {
  if (promo === null || text.includes(promo)) return null
  return (
    <Button
      look="quiet"
      disabled={disabled}
      onClick={() => onEdit(text.trim() === '' ? promo : `${text.trimEnd()}\n\n${promo}`)}
    >
      {words.promo}
    </Button>
  )
}
