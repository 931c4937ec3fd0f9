/** What the machine understood, and why. */
export const meaning = {
  person: 'Нужен человек',
  why: 'Почему',
  sure: (percent: number) => `уверенность ${percent}\u00a0%`,
  nearest: (text: string) => `похоже на «${text}»`,
  noQuote: 'по оценке и контексту обращения',
  methods: { rules: 'по правилам', semantic: 'по смыслу', llm: 'нейросеть' } as Partial<
    Record<string, string>
  >,
  feelings: { positive: 'доволен', negative: 'недоволен', neutral: 'без оценки' },
}
