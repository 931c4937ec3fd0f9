import { signal } from '@preact/signals'

const SHOWN_FOR = 6000
/** Words said so shortly before a dialog went are said once more: nobody may have heard them. */
const JUST_MS = 1000

export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'bad'
  action: { label: string; run: () => void } | null
  /** When its action ends, by the browser's clock: the seconds till then are shown. */
  until: number | null
}

/** What the product says of itself: short notes at the edge, and the polite live region. */
export class Notices {
  readonly toasts = signal<readonly Toast[]>([])
  readonly spoken = signal('')
  /** Open dialogs, the topmost last: what lies outside of it is neither read nor reached. */
  readonly dialogs = signal<readonly string[]>([])
  private saidAt = 0
  private next = 1

  /** Show a note, and read it aloud. */
  readonly tell = (
    text: string,
    more: Partial<Pick<Toast, 'tone' | 'action' | 'until'>> = {},
  ): void => {
    const toast: Toast = { id: this.next, text, tone: 'plain', action: null, until: null, ...more }
    this.next += 1
    this.toasts.value = [...this.toasts.value.slice(-2), toast]
    const span = toast.until === null ? SHOWN_FOR : toast.until - Date.now()
    setTimeout(() => this.dismiss(toast.id), span)
    this.say(text)
  }

  readonly dismiss = (id: number): void => {
    this.toasts.value = this.toasts.value.filter((toast) => toast.id !== id)
  }

  /** A dialog is open until the answer is called. */
  readonly cover = (dialog: string): (() => void) => {
    this.dialogs.value = [...this.dialogs.value, dialog]
    return () => {
      this.dialogs.value = this.dialogs.value.filter((other) => other !== dialog)
      const said = this.spoken.value
      if (said === '' || Date.now() - this.saidAt > JUST_MS) return
      setTimeout(() => this.spoken.value === said && this.say(said))
    }
  }

  /** Read aloud only; a repeated text is told apart so that it is read again. */
  readonly say = (text: string): void => {
    this.saidAt = Date.now()
    this.spoken.value = this.spoken.value === text ? `${text}\u00a0` : text
  }
}
