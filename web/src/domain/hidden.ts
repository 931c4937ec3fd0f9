const HIDDEN = /[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g

/**
 * Signs that turn a text around or cannot be seen are drawn, so that it reads as it was written.
 * One sign stands for one, so places in the text stay what they were; joined emoji stay whole.
 */
export function showHidden(text: string): string {
  return text.replace(HIDDEN, '▯')
}
