/** Where unsent words live; a browser that refuses storage keeps them for the session only. */
export interface KeyValue {
  get(key: string): string | null
  set(key: string, value: string): void
  remove(key: string): void
  keys(): string[]
}

export function browserStorage(): KeyValue {
  try {
    localStorage.setItem('inbox.probe', '1')
    localStorage.removeItem('inbox.probe')
  } catch {
    return memoryStorage()
  }
  return {
    get: (key) => localStorage.getItem(key),
    set: (key, value) => {
      try {
        localStorage.setItem(key, value)
      } catch {
        // A full storage must not stop anybody from typing.
      }
    },
    remove: (key) => localStorage.removeItem(key),
    keys: () => Object.keys(localStorage),
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
