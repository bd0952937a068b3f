/** A rehearsal as a list of frames, made in slices: a page that computes still answers. */
import {signal} from '@preact/signals'
import type {Frame, Strike} from '../../bindings/film.js'
import type {Plan} from '../../bindings/types.js'
import {named, note} from './address.js'
import type {Core} from './core.js'

/** A slice ends after so long, milliseconds. */
const SLICE = 8

/** Frames so far. */
export const frames = signal<Frame[]>([])

/** How many of them are shown. */
export const position = signal(0)

/** What is let go wrong. */
export const struck = signal<Strike[]>([])

/** What could not be played, in words; nothing if all is well. */
export const refused = signal<string | null>(null)

/** True if the end is among the frames. */
export const whole = signal(false)

let making = 0

/** Makes the film of a plan anew; one that is being made is given up. */
export async function make({Film}: Core, {request, snapshot}: Plan): Promise<void> {
  const mine = ++making
  const made: Frame[] = []
  whole.value = false
  refused.value = null
  let film
  try {
    film = new Film(snapshot, request, struck.value)
    while (!film.over()) {
      for (const until = performance.now() + SLICE; performance.now() < until && !film.over();) {
        const frame = film.advance()
        if (frame) made.push(frame)
      }

      await new Promise(resolve => void setTimeout(resolve))
      if (mine !== making) return
    }

    frames.value = made
    position.value = Math.min(position.value, made.length)
    whole.value = true
  } catch (error) {
    refused.value = error instanceof Error ? error.message : String(error)
  } finally {
    film?.free()
  }
}

/** Forgets it. */
export function forget(): void {
  making++
  frames.value = []
  position.value = 0
  struck.value = []
  whole.value = false
  refused.value = null
}

/** Lets something go wrong where the film stands; what was to go wrong later is forgotten. */
export function strike(name: string): void {
  const at = position.value
  struck.value = [...struck.value.filter(one => one.at < at), {at, name}]
}

const [AT, WRONG] = ['at', 'wrong']

/** What the address says of a rehearsal: where it stands, and what goes wrong in it. Nothing if it speaks of none. */
export function fromAddress(): boolean {
  const at = Number(named(AT) ?? Number.NaN)
  if (!Number.isInteger(at) || at < 0) return false
  position.value = at
  struck.value = (named(WRONG) ?? '').split(',').flatMap(one => {
    const [name, place] = one.split('.')
    return name && /^\d+$/.test(place ?? '') ? [{at: Number(place), name}] : []
  })
  return true
}

/** Notes both there. */
export function toAddress(): void {
  if (!whole.value) return
  note(AT, String(position.value))
  note(WRONG, struck.value.length === 0 ? null : struck.value.map(({at, name}) => `${name}.${at}`).join(','))
}
