/** Which step is looked at: one selection for all that shows it, kept in the address, so that it can be passed on. */
import {signal} from '@preact/signals'

/** Id of the step, or nothing. */
export const selected = signal<string | null>(null)

const KEY = 'step'

/** The step that the address names; there may be no such step. */
export function fromAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(KEY)
}

/** Notes the step in the address. */
export function toAddress(step: string | null): void {
  if (step === null) return
  const address = `#${new URLSearchParams({[KEY]: step})}`
  // Where a page may not change its own address, it is whole without.
  try {
    history.replaceState(null, '', address)
  } catch {}
}
