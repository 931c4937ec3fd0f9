/** Those who show a preview of a link follow whole addresses alone. */
export function writeAddresses(page: string, origin: string): string {
  if (!origin) return page
  return page.replace(
    /( *)<meta property="og:image" content="(\/[^"]+)" \/>/,
    (_, space: string, path: string) =>
      [
        `${space}<meta property="og:url" content="${origin}/" />`,
        `${space}<meta property="og:image" content="${origin}${path}" />`,
      ].join('\n'),
  )
}
