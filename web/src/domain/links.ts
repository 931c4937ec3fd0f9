import type { Link } from '../api/types'

/** WB itself says that these are parts of one review; nothing less certain counts as that. */
export function isContinued({ rule }: Link): boolean {
  return rule === 'continued_review'
}
