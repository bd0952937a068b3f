/** What the core does in the page: it verifies the plan, plans otherwise, opens files and rehearses. Where it is refused, a sentence says so. */
import {effect} from '@preact/signals'
import {render} from 'preact'
import type {PageData, PageParts} from '../../bindings/types.js'
import {drawRan} from './bars.js'
import {offer, replace, show} from './board.js'
import {mark, said, textOf} from './changes.js'
import {core as awake, type Core} from './core.js'
import {field, take} from './files.js'
import * as film from './film.js'
import {Otherwise} from './otherwise.js'
import {Rehearsal} from './rehearsal.js'

/** Enlivens a page that shows a plan. */
export async function live(page: HTMLElement, data: PageData): Promise<void> {
  const core = await awake()
  if (!core) {
    page.append(sentence('lifeless', data.labels.lifeless))
    return
  }

  offer(page, data, core)
  enliven({before: said(page), core, file: data, page, shown: data})
  verify(core, page, data)
  take((name, text) => open(core, page, {name, text}))
}

/** A page without a plan: it asks for a file. Its words say that it cannot, until it can. */
export async function liveEmpty(page: HTMLElement): Promise<void> {
  const core = await awake()
  if (!core) return
  page.querySelector('.lifeless')?.remove()
  const given = (name: string, text: string): void => open(core, page, {name, text})
  take(given)
  page.prepend(field(core.pageLabels().open, given))
}

type Scene = {before: Map<string, string>; core: Core; file: PageData; page: HTMLElement; shown: PageData}

/** Adds what computes to a page whose plan is shown. */
function enliven(scene: Scene): void {
  const {core, page, shown} = scene
  const {labels, plan} = shown
  const turn = (to: PageParts): void => {
    const asked = (document.activeElement as HTMLElement | null)?.dataset.choice
    film.forget()
    turnTo(core, page, to)
    mark(page, scene.before, labels.changed)
    enliven({...scene, shown: to.data})
    // Whoever chooses goes on choosing, with the answer above.
    page.querySelector<HTMLElement>(`[data-choice="${asked}"]`)?.focus({preventScroll: true})
    page.querySelector('#answer')?.scrollIntoView({block: 'nearest'})
  }

  if (shown.choices.length > 0) {
    const place = after(page.querySelector('#answer'), 'otherwise')
    const {plan: original, sha256} = scene.file
    render(
      <Otherwise
        data={shown}
        original={shown.sha256 === sha256 ? null : () => turn(core.pageParts(original.snapshot, original.request, shown.view))}
        plan={request => turn(core.pageParts(plan.snapshot, request, shown.view))}
      />,
      place,
    )
  }

  if (plan.steps.length === 0) return
  const place = after(page.querySelector('#map') ?? page.querySelector('#steps'), 'rehearsal')
  const make = (): void => void film.make(core, plan)
  render(<Rehearsal labels={labels} make={make} strikes={core.strikes()} />, place)
  effect(film.toAddress)
  if (film.fromAddress()) make()
}

function turnTo(core: Core, page: HTMLElement, parts: PageParts): void {
  replace(page, parts)
  show(page, parts.data, core)
}

/** The plan is made anew from its own snapshot, and so are its words: then nobody has changed either since. */
function verify(core: Core, page: HTMLElement, {labels, plan, sha256, view}: PageData): void {
  const place = page.querySelector('#apply') ?? page.querySelector('header')
  try {
    const again = core.openedParts('plan.json', JSON.stringify(plan), view)
    const shown = new DOMParser().parseFromString(again.words, 'text/html').body
    if (again.data.sha256 !== sha256 || textOf(shown) !== textOf(page)) throw new Error(labels.unverified)
    place?.append(sentence('verified', labels.verified))
  } catch {
    const alarm = sentence('trouble', labels.unverified)
    alarm.setAttribute('role', 'alert')
    page.prepend(alarm)
  }
}

/** Shows a file instead; one that cannot be shown gives a sentence. */
function open(core: Core, page: HTMLElement, {name, text}: {name: string; text: string}): void {
  page.querySelector('.trouble.file')?.remove()
  try {
    const parts = core.openedParts(name, text, null)
    film.forget()
    turnTo(core, page, parts)
    enliven({before: said(page), core, file: parts.data, page, shown: parts.data})
    const told = core.journalText(text)
    if (told) page.querySelector('header')?.after(report(told))
    const {timeline} = parts.data
    if (told && timeline) drawRan(timeline, core.journalRan(text), [...page.querySelectorAll<HTMLElement>('#steps li.step')])
  } catch (error) {
    const alarm = sentence('trouble file', error instanceof Error ? error.message : String(error))
    alarm.setAttribute('role', 'alert')
    page.prepend(alarm)
  }
}

function report(text: string): HTMLElement {
  const block = document.createElement('pre')
  block.className = 'life report'
  block.tabIndex = 0
  block.textContent = text
  return block
}

function sentence(kind: string, text: string): HTMLElement {
  const one = document.createElement('p')
  one.className = `life ${kind}`
  one.textContent = text
  return one
}

function after(place: Element | null, name: string): HTMLElement {
  const section = document.createElement('section')
  section.className = `life ${name}`
  section.id = name
  place?.after(section)
  return section
}
