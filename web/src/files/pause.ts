import { ApiError } from '../api/problem'
import { files as words } from '../words/files'

/** Wait, or stop waiting with an `ApiError` of the kind `aborted`. */
export function pause(span: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(new ApiError('aborted', words.slow))
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, span)
    signal.addEventListener('abort', stop, { once: true })
  })
}
