/** Enlivens the words: draws the picture, folds the steps, offers what can be copied. What is said is the core's, in the page already. */
import {effect} from '@preact/signals'
import {render} from 'preact'
import type {PageData} from '../../bindings/types.js'
import {drawBars} from './bars.js'
import {copyable} from './copy.js'
import {read} from './data.js'
import {Downloads} from './downloads.js'
import {Overview} from './overview.js'
import {unfoldForPrint} from './print.js'
import {fromAddress, selected, toAddress} from './selection.js'
import {fold, reveal, walk} from './walk.js'

const main = document.querySelector('main')
const held = read(document.querySelector<HTMLElement>('#data'))
if (main) {
  const steps = [...main.querySelectorAll<HTMLElement>('#steps li.step')]
  unfoldForPrint(main)
  if (held && 'trouble' in held) {
    const sentence = document.createElement('p')
    sentence.className = 'trouble'
    sentence.setAttribute('role', 'alert')
    sentence.textContent = held.trouble
    main.prepend(sentence)
  } else if (held) {
    enliven(main, steps, held.data)
  }
}

function enliven(page: HTMLElement, steps: HTMLElement[], {changeRequest, labels, plan, timeline}: PageData): void {
  const ids = plan.steps.map(step => step.id)
  if (timeline) {
    const figure = document.createElement('section')
    figure.className = 'picture'
    page.querySelector('#steps')?.before(figure)
    render(<Overview ids={ids} timeline={timeline} />, figure)
    drawBars(timeline, steps)
  }

  fold(page)
  walk(steps)
  copyable(page, labels)
  const offers = document.createElement('div')
  offers.className = 'offers'
  page.append(offers)
  render(<Downloads changeRequest={changeRequest} labels={labels} plan={plan} />, offers)
  selected.value = fromAddress()
  effect(() => reveal(steps, ids, selected.value))
  effect(() => toAddress(selected.value))
  addEventListener('hashchange', () => (selected.value = fromAddress()))
}
