import { cleanup, configure } from '@testing-library/preact'
import { afterEach, beforeEach, vi } from 'vitest'

// Screens are fetched when they are first shown, which takes a while here.
configure({ asyncUtilTimeout: 5000 })

beforeEach(() => {
  window.history.replaceState(null, '', '/app/')
  window.localStorage.clear()
})

afterEach(async () => {
  vi.useRealTimers()
  cleanup()
  // Effects of what was unmounted are taken back a frame later.
  await new Promise((resolve) => setTimeout(resolve, 60))
})
