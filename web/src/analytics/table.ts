export type Table = (string | number)[][]

// Excel reads Russian letters and columns of a file that begins and parts its cells so.
const MARK = '\uFEFF'
const CELLS = ';'

/** Give a table to the browser as a file. */
export function saveTable(title: string, table: Table): void {
  const file = new Blob([tableText(table)], { type: 'text/csv;charset=utf-8' })
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = `${title}.csv`
  link.click()
  // The browser needs the address until it has begun to write.
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

/** RFC 4180 with semicolons, safe against cells that a spreadsheet would run as formulas. */
export function tableText(table: Table): string {
  return MARK + table.map((row) => row.map(cell).join(CELLS)).join('\r\n') + '\r\n'
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value).replace('.', ',')
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
