import { cleanup } from '@testing-library/preact'
import { afterEach, beforeEach, vi } from 'vitest'

beforeEach(() => {
  window.history.replaceState(null, '', '/app/')
  window.localStorage.clear()
})

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})
