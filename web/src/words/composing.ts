/** Words about replies that were begun on another device. */
export const composing = {
  taken: (time: string, device: string) =>
    device
      ? `Черновик с другого устройства (${device}), ${time}`
      : `Черновик с другого устройства, ${time}`,
  clashTitle: 'На другом устройстве написали другое',
  clashHint: (time: string, device: string) =>
    `${device ? `${device}, ${time}` : `Там, ${time}`}. Ваш текст — в поле ниже. Останется один из двух.`,
  keepMine: 'Оставить мой',
  takeTheirs: 'Взять другой',
}
