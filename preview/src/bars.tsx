/** The bar of each step, in the step's own line: on the axis of its stretch, which stands above the first of them. */
import {render} from 'preact'
import type {Bar, Stretch, Timeline} from '../../bindings/types.js'
import {extent} from './geometry.js'
import {Axis} from './overview.js'

/** Draws them into the lines of the steps, which stand in the same order. */
export function drawBars(timeline: Timeline, steps: HTMLElement[]): void {
  const bars = timeline.stretches.flatMap(stretch => stretch.bars.map((bar, at) => ({bar, first: at === 0, stretch})))
  for (const [at, {bar, first, stretch}] of bars.entries()) {
    const step = steps[at]
    const summary = step?.querySelector('summary')
    if (!step || !summary) continue
    step.dataset.id = bar.step
    summary.dataset.number = step.classList.contains('quiet') ? '' : String((step as HTMLLIElement).value)
    step.classList.toggle('stopped', stretch.downtime)
    step.classList.toggle('first', first)
    const place = document.createElement('span')
    place.className = 'bar'
    place.setAttribute('aria-hidden', 'true')
    summary.append(place)
    render(<OneBar bar={bar} first={first} stretch={stretch} />, place)
  }
}

function OneBar({bar, first, stretch}: {bar: Bar; first: boolean; stretch: Stretch}) {
  const end = stretch.takes[1]
  const stopped = stretch.downtime ? ' stopped' : ''
  const waits = bar.waits ? ' waits' : ''
  return (
    <>
      {first && <span class="stretch">{stretch.text}</span>}
      {first && <Axis end={end} ticks={stretch.ticks} />}
      <svg height="16" width="100%">
        <rect class={`most${waits}${stopped}`} height="10" y="3" {...extent(bar.most, end)} />
        <rect class={`least${waits}${stopped}`} height="10" y="3" {...extent(bar.least, end)} />
      </svg>
    </>
  )
}
