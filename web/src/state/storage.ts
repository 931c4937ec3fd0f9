/** Where unsent words live; a browser that refuses storage keeps them for the session only. */
export interface KeyValue {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(): string[]
}

export function browserStorage(): KeyValue {
  let kept: Storage
  try {
    // Where it is refused, asking fails; a word written to find out would hold up the start.
    kept = window.localStorage
    kept.getItem('')
  } catch {
    return memoryStorage()
  }
  // A full storage must not stop anybody from typing.
  const rest = memoryStorage()
  return {
    get: (key) => rest.get(key) ?? kept.getItem(key),
    set: (key, value) => {
      rest.remove(key)
      try {
        kept.setItem(key, value)
      } catch {
        rest.set(key, value)
      }
    },
    remove: (key) => {
      rest.remove(key)
      kept.removeItem(key)
    },
    keys: () => [...new Set([...Object.keys(kept), ...rest.keys()])],
  }
}

export function memoryStorage(): KeyValue {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: () => [...values.keys()],
  }
}
