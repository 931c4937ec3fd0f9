/** Put the cursor at the end of what is typed. */
export function focusComposer(): void {
  const field = document.querySelector<HTMLTextAreaElement>('[data-composer]')
  field?.focus()
  field?.setSelectionRange(field.value.length, field.value.length)
}

/** Put the focus where files are attached: the button that had it goes away. */
export function focusAttach(): void {
  document.querySelector<HTMLElement>('[data-attach]')?.focus()
}
