/** A picture of one colour and a letter, as the blob address that the page's policy allows. */
export function paintBlob(hue: number, label: string): string {
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 400">
    <defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="hsl(${hue} 45% 84%)"/>
    <stop offset="1" stop-color="hsl(${hue} 40% 66%)"/></linearGradient></defs>
    <rect width="300" height="400" fill="url(#g)"/>
    <text x="150" y="235" font-family="Arial" font-size="120" font-weight="700"
      text-anchor="middle" fill="hsl(${hue} 35% 96%)">${label}</text></svg>`
  return URL.createObjectURL(new Blob([picture], { type: 'image/svg+xml' }))
}
