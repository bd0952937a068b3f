/** On paper nothing can be opened: everything is open there, and as it was afterwards. */

/** Opens all that is folded while the page is printed. */
export function unfoldForPrint(page: HTMLElement): void {
  let folded: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    folded = [...page.querySelectorAll<HTMLDetailsElement>('details:not([open])')]
    for (const one of folded) one.open = true
  })
  addEventListener('afterprint', () => {
    for (const one of folded) one.open = false
    folded = []
  })
}
