/** Put the cursor at the end of what is typed. */
export function focusComposer(): void {
  const field = document.querySelector<HTMLTextAreaElement>('[data-composer]')
  field?.focus()
  field?.setSelectionRange(field.value.length, field.value.length)
}
