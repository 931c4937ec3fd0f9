/** What the machine understood, and why. */
export const meaning = {
  person: 'Нужен человек',
  personMark: 'Нужен человек',
  why: 'Почему',
  sure: (percent: number) => `уверенность ${percent} %`,
  nearest: (text: string) => `похоже на «${text}»`,
  noQuote: 'по оценке и контексту обращения',
  feelings: { positive: 'доволен', negative: 'недоволен', neutral: 'без оценки' },
}
