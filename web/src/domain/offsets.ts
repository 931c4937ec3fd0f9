/** Where each of many rows begins, from heights known so far and a guess for the others. */
export interface Offsets {
  /** The beginning of every row, and the end of the last one. */
  readonly starts: Float64Array
}

export function layRows(
  count: number,
  heightAt: (at: number) => number | undefined,
  guess: number,
): Offsets {
  const starts = new Float64Array(count + 1)
  for (let at = 0; at < count; at += 1) {
    starts[at + 1] = (starts[at] ?? 0) + (heightAt(at) ?? guess)
  }
  return { starts }
}

/** The row that covers a place; the first or the last one beyond the ends. */
export function rowAt({ starts }: Offsets, place: number): number {
  let low = 0
  let high = Math.max(0, starts.length - 2)
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= place) low = middle
    else high = middle - 1
  }
  return low
}
