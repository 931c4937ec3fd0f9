import { signal } from '@preact/signals'

const SHOWN_FOR = 6000

export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'bad'
  action: { label: string; run: () => void } | null
}

/** What the product says of itself: short notes at the edge, and the one polite live region. */
export class Notices {
  readonly toasts = signal<readonly Toast[]>([])
  readonly spoken = signal('')
  private next = 1

  /** Show a note, and read it aloud. */
  readonly tell = (text: string, more: Partial<Pick<Toast, 'tone' | 'action'>> = {}): void => {
    const toast: Toast = { id: this.next, text, tone: 'plain', action: null, ...more }
    this.next += 1
    this.toasts.value = [...this.toasts.value.slice(-2), toast]
    setTimeout(() => this.dismiss(toast.id), SHOWN_FOR)
    this.say(text)
  }

  readonly dismiss = (id: number): void => {
    this.toasts.value = this.toasts.value.filter((toast) => toast.id !== id)
  }

  /** Read aloud only; a repeated text is told apart so that it is read again. */
  readonly say = (text: string): void => {
    this.spoken.value = this.spoken.value === text ? `${text}\u00a0` : text
  }
}
