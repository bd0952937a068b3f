/** Sends notifications to an address that the operator gives. The address may hold a token: it is in no message, file or error. */
import {Errors} from '@oclif/core'

import {SHELL_EXIT_CODES} from '../catalog.js'
import type {Sleep} from '../clock.js'
import type {Notification} from '../core.js'

/** How long one try may take, milliseconds. */
const TRY_MS = 5000

/** Pauses before a further try, milliseconds. */
const PAUSES_MS = [1000, 4000]

/** Statuses after which the same may succeed a little later. */
const passes = (status: number): boolean => status === 408 || status === 429 || status >= 500

/** This machine, as URLs name it. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1])$/

/** What a delivery asks of its surroundings. */
export type Around = {clock(): number; sleep: Sleep; tryMs?: number}

/** The address, if it is one to which a notification may go. What was typed is not repeated: it may be a secret. */
export function webhookOf(typed: string): URL {
  const url = URL.canParse(typed) ? new URL(typed) : null
  const isSafe = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname)))
  if (isSafe && url.username === '' && url.password === '') return url
  throw new Errors.CLIError('--notify-url takes an https address without a login in it; http on this machine only', {
    exit: SHELL_EXIT_CODES.usage,
  })
}

/** POSTs a notification as JSON until it is taken, or it makes no sense any more; gives why not. A redirect is not followed. */
export async function post(url: URL, notification: Notification, signal: AbortSignal, around: Around): Promise<string | null> {
  if (signal.aborted) return 'no time left'
  for (const pause of [...PAUSES_MS, null]) {
    const status = await tried(url, notification, signal, around.tryMs ?? TRY_MS)
    if (typeof status === 'number' && status >= 200 && status < 300) return null
    const why = typeof status === 'number' ? `HTTP ${status}` : status
    if (signal.aborted || pause === null || (typeof status === 'number' && !passes(status))) return why
    await around.sleep(around.clock() + pause, signal)
    if (signal.aborted) return why
  }

  return null
}

/** The status of one try, or a word for why there is none. */
async function tried(url: URL, notification: Notification, signal: AbortSignal, tryMs: number): Promise<number | string> {
  const stop = new AbortController()
  const end = (): void => stop.abort()
  const timer = setTimeout(end, tryMs)
  signal.addEventListener('abort', end, {once: true})
  try {
    const answer = await fetch(url, {
      body: JSON.stringify(notification),
      headers: {'content-type': 'application/json'},
      method: 'POST',
      redirect: 'manual',
      signal: stop.signal,
    })
    // Nobody reads what it says, and it may be endless.
    await answer.body?.cancel()
    return answer.status
  } catch {
    // The error may name the address.
    return stop.signal.aborted ? 'no answer in time' : 'no connection'
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}
