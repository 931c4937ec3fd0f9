import { computed, signal } from '@preact/signals'
import type { Filter } from '../route'
import type { Row } from '../api/types'

/** Which items a deed on many is for: those ticked one by one, or all of a list but a few. */
export class Selection {
  private readonly picked = signal<ReadonlyMap<string, number>>(new Map())
  /** The list that is meant as a whole, as far as it reaches beyond the rows that are read. */
  readonly whole = signal<Filter | null>(null)
  /** What was unticked in a list that is meant as a whole. */
  readonly without = signal<ReadonlySet<string>>(new Set())
  readonly count = computed(() => this.picked.value.size)
  readonly active = computed(() => this.whole.value !== null || this.picked.value.size > 0)
  /** Where a range begins. */
  private anchor: string | null = null

  readonly has = (id: string): boolean =>
    this.whole.value ? !this.without.value.has(id) : this.picked.value.has(id)

  /** The ticked items, each with the revision that was seen. */
  readonly seen = (): [string, number][] => [...this.picked.value]

  readonly toggle = (row: Row): void => {
    this.anchor = row.id
    this.set([row], !this.has(row.id))
  }

  /** Tick everything between the last ticked row and this one. */
  readonly extend = (rows: readonly Row[], to: string): void => {
    const [from, end] = [this.anchor ?? to, to].map((id) => rows.findIndex((row) => row.id === id))
    if (from === undefined || end === undefined || end < 0) return
    const first = from < 0 ? end : Math.min(from, end)
    this.set(rows.slice(first, Math.max(from, end) + 1), true)
    this.anchor ??= to
  }

  readonly takeWhole = (filter: Filter): void => {
    this.whole.value = filter
    this.without.value = new Set()
  }

  readonly clear = (): void => {
    this.anchor = null
    this.whole.value = null
    if (this.picked.value.size > 0) this.picked.value = new Map()
  }

  private set(rows: readonly Row[], on: boolean): void {
    if (this.whole.value) {
      const without = new Set(this.without.value)
      for (const { id } of rows) without[on ? 'delete' : 'add'](id)
      this.without.value = without
      return
    }
    const picked = new Map(this.picked.value)
    for (const { id, revision } of rows) {
      if (on) picked.set(id, revision)
      else picked.delete(id)
    }
    this.picked.value = picked
  }
}
