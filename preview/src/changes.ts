/** What a plan says otherwise than another one: marked with a word, part by part. */

/** Parts of the words that are compared, and what each is known by. */
const parts: [string, (part: HTMLElement) => string | null | undefined][] = [
  ['#answer dl > div', part => part.querySelector('dt')?.textContent],
  ['#steps li.step', part => part.dataset.id],
  ['#methods tbody tr, #map tbody tr', part => part.querySelector('th')?.firstChild?.textContent],
  ['#checks li', part => part.querySelector('code.code')?.textContent],
]

/** What the words say, part by part. */
export function said(page: HTMLElement): Map<string, string> {
  return new Map(keyed(page).map(({key, part}) => [key, textOf(part)]))
}

/** Marks what is not as it was said. */
export function mark(page: HTMLElement, before: Map<string, string>, word: string): void {
  for (const {key, part} of keyed(page)) {
    if (before.get(key) === textOf(part)) continue
    const sign = document.createElement('em')
    sign.className = 'changed'
    sign.textContent = word
    const place = part.querySelector('summary > span, dt, th') ?? part
    place.append(' ', sign)
  }
}

function keyed(page: HTMLElement): {key: string; part: HTMLElement}[] {
  const times = new Map<string, number>()
  return parts.flatMap(([selector, nameOf]) =>
    [...page.querySelectorAll<HTMLElement>(selector)].map(part => {
      const name = `${selector} ${nameOf(part) ?? ''}`
      const time = (times.get(name) ?? 0) + 1
      times.set(name, time)
      return {key: `${name} ${time}`, part}
    }),
  )
}

/** Its text, without what the page adds to the words. */
export function textOf(part: HTMLElement): string {
  const copy = part.cloneNode(true) as HTMLElement
  for (const added of copy.querySelectorAll('.bar, .changed, .copy, .life, .offers, .picture')) added.remove()
  return (copy.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
}
