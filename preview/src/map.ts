/** The map of before, during and after, a moment at a time. */

/** Puts a button for each column above the table; the chosen one stands out. */
export function stepMap(page: HTMLElement): void {
  const table = page.querySelector<HTMLTableElement>('#map table')
  const heads = table?.tHead?.rows[0]?.cells
  if (!table || !heads) return
  const buttons = [...heads].slice(1).map((head, at) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = head.textContent
    button.addEventListener('click', () => show(button.getAttribute('aria-pressed') === 'true' ? null : at))
    return button
  })
  const show = (chosen: number | null): void => {
    for (const [at, button] of buttons.entries()) button.setAttribute('aria-pressed', String(at === chosen))
    for (const row of table.rows) {
      for (const [at, cell] of [...row.cells].slice(1).entries()) cell.hidden = chosen !== null && at !== chosen
    }
  }

  show(null)
  const group = document.createElement('div')
  group.className = 'life moments'
  group.setAttribute('role', 'group')
  group.setAttribute('aria-labelledby', 'map-head')
  group.append(...buttons)
  table.closest('.wide')?.before(group)
}
