import type { Density, PaneName, Theme } from '../state/looks'

export const panes: Record<PaneName, string> = {
  list: 'Ширина списка',
  context: 'Ширина панели о товаре и покупателе',
}

export const looks = {
  theme: 'Тема',
  themes: { system: 'Как в системе', light: 'Светлая', dark: 'Тёмная' } satisfies Record<
    Theme,
    string
  >,
  density: 'Плотность списка',
  densities: { normal: 'Обычная', compact: 'Компактная' } satisfies Record<Density, string>,
}
