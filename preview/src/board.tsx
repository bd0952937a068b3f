/** One plan in the page: its words are there; this draws its picture and lets it be walked. */
import {effect} from '@preact/signals'
import {render} from 'preact'
import type {PageData} from '../../bindings/types.js'
import {drawBars} from './bars.js'
import {copyable} from './copy.js'
import type {Core} from './core.js'
import {Downloads} from './downloads.js'
import {stepMap} from './map.js'
import {Overview} from './overview.js'
import {fromAddress, selected, toAddress} from './selection.js'
import {fold, reveal, walk} from './walk.js'

let gone = new AbortController()

/** Shows the plan whose words the page holds; what was shown before is let go. */
export function show(page: HTMLElement, data: PageData, core: Core | null = null): void {
  const {labels, plan, timeline} = data
  gone.abort()
  gone = new AbortController()
  const {signal} = gone
  const steps = [...page.querySelectorAll<HTMLElement>('#steps li.step')]
  const ids = plan.steps.map(step => step.id)
  if (timeline) {
    const figure = document.createElement('section')
    figure.className = 'picture'
    page.querySelector('#steps')?.before(figure)
    render(<Overview ids={ids} labels={labels} timeline={timeline} />, figure)
    drawBars(timeline, steps)
  }

  fold(page)
  walk(steps)
  copyable(page, labels)
  stepMap(page)
  offer(page, data, core)
  selected.value = fromAddress()
  for (const dispose of [effect(() => reveal(steps, ids, selected.value)), effect(() => toAddress(selected.value))]) {
    signal.addEventListener('abort', dispose)
  }

  addEventListener('hashchange', () => (selected.value = fromAddress()), {signal})
}

/** Offers files of the plan; those that are made by the core once it is there. */
export function offer(page: HTMLElement, {changeRequest, labels, plan}: PageData, core: Core | null): void {
  const place = page.querySelector('.offers') ?? document.createElement('div')
  place.className = 'offers'
  page.append(place)
  render(<Downloads changeRequest={changeRequest} core={core} labels={labels} plan={plan} />, place)
}

/** Shows another plan: its words are the core's. */
export function replace(page: HTMLElement, {title, words}: {title: string; words: string}): void {
  document.title = title
  page.innerHTML = words
}
