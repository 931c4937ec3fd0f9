import { attachLeadForm } from './leadForm'

/** The examples move by swipe by themselves; arrows and keys move them here. */
const cases = document.querySelector<HTMLElement>('[data-cases]')

function step(by: number): void {
  const card = cases?.firstElementChild
  if (!cases || !card) return
  cases.scrollBy({ left: by * (card.getBoundingClientRect().width + 16), behavior: 'smooth' })
}

for (const button of document.querySelectorAll<HTMLElement>('[data-step]')) {
  button.addEventListener('click', () => step(Number(button.dataset.step)))
}

cases?.addEventListener('keydown', (event) => {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  if (by === undefined) return
  event.preventDefault()
  step(by)
})

const lead = document.querySelector<HTMLFormElement>('[data-lead]')
if (lead) attachLeadForm(lead, (path, init) => fetch(path, init))
