import { ApiError } from '../api/problem'

/** Runs one request at a time: a newer one aborts the older, whose answer then counts no more. */
export class Latest {
  private controller: AbortController | null = null

  readonly run = async <Answer>(
    request: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> => {
    this.abort()
    const controller = new AbortController()
    this.controller = controller
    const answer = await request(controller.signal)
    if (controller.signal.aborted) throw new ApiError('aborted', '')
    return answer
  }

  readonly abort = (): void => {
    this.controller?.abort()
    this.controller = null
  }
}
