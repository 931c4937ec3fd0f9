import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { useApp } from '../state/context'
import { common } from '../words/ru'
import { IconButton } from './Button'
import { Notes } from './Toasts'
import styles from './Dialog.module.css'
import type { ComponentChildren } from 'preact'

interface Props {
  title: string
  /** Absent: the dialog has to be answered. */
  onClose?: () => void
  size?: 'normal' | 'large' | 'side'
  children: ComponentChildren
}

/** The browser's own modal dialog: it keeps the focus and gives it back. */
export function Dialog({ title, onClose, size = 'normal', children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  const { cover } = useApp().notices
  const id = useId()
  // Before the content's own effects, which may want the focus elsewhere.
  useLayoutEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    const uncover = cover(id)
    return () => {
      shown?.close()
      uncover()
    }
  }, [cover, id])
  return (
    <dialog
      ref={dialog}
      class={`${styles.dialog} ${styles[size]}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
    >
      <div class={styles.head}>
        <h2 id={id}>{title}</h2>
        {onClose && <IconButton icon="close" label={common.close} onClick={onClose} />}
      </div>
      {children}
      <Notes within={id} />
    </dialog>
  )
}
