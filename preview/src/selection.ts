/** Which step is looked at: one selection for all that shows it, kept in the address. */
import {signal} from '@preact/signals'
import {named, note} from './address.js'

/** Id of the step, or nothing. */
export const selected = signal<string | null>(null)

const KEY = 'step'

/** The step that the address names; there may be no such step. */
export const fromAddress = (): string | null => named(KEY)

/** Notes the step in the address. */
export function toAddress(step: string | null): void {
  if (step !== null) note(KEY, step)
}
