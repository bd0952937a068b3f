/** The list of steps by keyboard: one stop for Tab, arrows walk, Enter opens, Escape closes. */
import {selected} from './selection.js'

const summaryOf = (step: HTMLElement): HTMLElement | null => step.querySelector('summary')

/** Folds what the words have open, so that the page begins with the answer. */
export function fold(page: HTMLElement): void {
  for (const one of page.querySelectorAll('details')) one.open = false
}

/** Opens a step, if there is such a one, and brings it into view. */
export function reveal(steps: HTMLElement[], ids: string[], id: string | null): void {
  for (const [at, step] of steps.entries()) step.classList.toggle('selected', ids[at] === id)
  const step = id === null ? undefined : steps[ids.indexOf(id)]
  const details = step?.querySelector('details')
  if (!step || !details) return
  details.open = true
  step.scrollIntoView({block: 'nearest'})
}

/** Lets the steps be walked. */
export function walk(steps: HTMLElement[]): void {
  const stops = steps.map(step => summaryOf(step)).filter(stop => stop !== null)
  const stopAt = (at: number): void => {
    for (const [each, stop] of stops.entries()) stop.tabIndex = each === at ? 0 : -1
  }

  stopAt(0)
  for (const [at, stop] of stops.entries()) {
    stop.addEventListener('focus', () => stopAt(at))
    stop.addEventListener('keydown', event => {
      const to = {ArrowDown: at + 1, ArrowUp: at - 1, End: stops.length - 1, Home: 0}[event.key]
      if (to !== undefined) {
        event.preventDefault()
        stops[to]?.focus()
      }
    })
    const details = stop.closest('details')
    details?.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || !details.open) return
      details.open = false
      stop.focus()
    })
    details?.addEventListener('toggle', () => {
      const {id} = steps[at]?.dataset ?? {}
      if (details.open && id) selected.value = id
    })
  }
}
