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
export function show(page: HTMLElement, {changeRequest, labels, plan, timeline}: PageData, core: Core | null = null): void {
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
  const offers = document.createElement('div')
  offers.className = 'offers'
  page.append(offers)
  render(<Downloads changeRequest={changeRequest} core={core} labels={labels} plan={plan} />, offers)
  selected.value = fromAddress()
  for (const dispose of [effect(() => reveal(steps, ids, selected.value)), effect(() => toAddress(selected.value))]) {
    signal.addEventListener('abort', dispose)
  }

  addEventListener('hashchange', () => (selected.value = fromAddress()), {signal})
}

/** Shows another plan: its words are the core's. */
export function replace(page: HTMLElement, {title, words}: {title: string; words: string}): void {
  document.title = title
  page.innerHTML = words
}
