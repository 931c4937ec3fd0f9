export const MOST_TAGS = 8
export const LONGEST_TAG = 30
const STRANGE = /[^\p{L}\p{N}_ .+/&№#%!?-]/u

/** A tag as the server keeps it: one line with single spaces. */
export function cleanTag(written: string): string {
  return written.normalize('NFC').replace(/\s+/g, ' ').trim()
}

export function isStrange(tag: string): boolean {
  return STRANGE.test(tag)
}

/** Whether it is among them, in any case of letters. */
export function hasTag(tags: readonly string[], tag: string): boolean {
  return tags.some((one) => sameCase(one) === sameCase(tag))
}

/** What begins with the letters typed; without any, all that is not chosen yet. */
export function suggestTags(
  known: readonly string[],
  chosen: readonly string[],
  typed: string,
): string[] {
  const start = sameCase(cleanTag(typed))
  return known.filter((tag) => !hasTag(chosen, tag) && sameCase(tag).includes(start))
}

function sameCase(tag: string): string {
  return tag.toLocaleLowerCase('ru')
}
