import { ApiError } from '../api/problem'

/** Runs one request at a time: a newer one aborts the older, whose end then counts no more. */
export class Latest {
  private controller: AbortController | null = null

  readonly run = async <Answer>(
    request: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> => {
    this.abort()
    const { signal } = (this.controller = new AbortController())
    const counts = (): void => {
      if (signal.aborted) throw new ApiError('aborted', '')
    }
    try {
      const answer = await request(signal)
      counts()
      return answer
    } catch (thrown) {
      counts()
      throw thrown
    }
  }

  readonly abort = (): void => {
    this.controller?.abort()
    this.controller = null
  }
}
