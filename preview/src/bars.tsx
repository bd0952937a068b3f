/** The bar of each step, in the step's own line: on the axis of its stretch, which stands above the first of them. */
import {render} from 'preact'
import type {Bar, Ran, Stretch, Timeline} from '../../bindings/types.js'
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

/** Draws what a run really took over the estimate, and says how it differs. */
export function drawRan(timeline: Timeline, ran: Ran[], steps: HTMLElement[]): void {
  for (const {span, step: id, text} of ran) {
    const step = steps.find(one => one.dataset.id === id)
    const end = timeline.stretches.find(({bars}) => bars.some(bar => bar.step === id))?.takes[1] ?? 0
    const bar = step?.querySelector('.bar svg:last-child')
    if (!step || !bar) continue
    const real = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
    const {width, x} = extent({from: Math.min(span.from, end), to: Math.min(span.to, end)}, end)
    for (const [name, value] of Object.entries({class: 'ran', height: '4', width, x, y: '6'})) real.setAttribute(name, value)
    bar.append(real)
    const said = document.createElement('span')
    said.className = 'life took'
    said.textContent = text
    step.querySelector('summary > span')?.append(' ', said)
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
