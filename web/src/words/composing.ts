/** Words about replies that were begun on another device. */
export const composing = {
  taken: (time: string, device: string) =>
    device
      ? `Черновик с другого устройства (${device}), ${time}`
      : `Черновик с другого устройства, ${time}`,
  clashTitle: 'На другом устройстве написали другое',
  clashHint: 'Выберите текст, который оставить. Второй исчезнет.',
  mine: 'Здесь',
  theirs: (time: string, device: string) => (device ? `${device}, ${time}` : time),
  keepMine: 'Оставить этот',
  takeTheirs: 'Взять другой',
}
