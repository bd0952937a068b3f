/** Database URLs, read from config vars when a query needs one. They stay in this process's memory. */
import type {Core, EffectOf, UnreachableReason} from '../core.js'

import {exchange, type Surroundings} from './exchange.js'

/** Longest time that the read may take, milliseconds. */
const LONGEST_MS = 15_000

const PROTOCOLS = ['postgres:', 'postgresql:']

/** What a look-up gives. */
export type UrlAnswer = {reason: UnreachableReason} | {url: string}

/** Looks up URLs and remembers them until something may have changed them. */
export class DatabaseUrls {
  private readonly known = new Map<string, string>()

  /** Forgets all: after a change of any kind, or when a server did not accept us. */
  forget(): void {
    this.known.clear()
  }

  /**
   * The URL in a config var. With `expect`, a remembered URL of another fingerprint is read again, and one that still
   * differs is refused.
   */
  async find(wanted: Wanted, around: UrlSurroundings): Promise<UrlAnswer> {
    const {app, configVar, expect} = wanted
    const key = `${app} ${configVar}`
    const remembered = this.known.get(key)
    if (remembered !== undefined && matches(remembered, expect, around)) return {url: remembered}

    const answer = await read(wanted, around)
    if ('reason' in answer) return answer
    this.known.set(key, answer.url)
    return matches(answer.url, expect, around) ? answer : {reason: 'urlChanged'}
  }
}

/** Which URL is looked for, and how long that may take. */
export type Wanted = Pick<EffectOf<'sql'>, 'app' | 'configVar' | 'expect' | 'lookup' | 'timeoutMs'>

/** What a look-up needs beyond an exchange. */
export type UrlSurroundings = Surroundings & {core: Core; salt: string}

/** Reads the config vars, whose values must not reach the core. */
async function read({configVar, lookup, timeoutMs}: Wanted, around: UrlSurroundings): Promise<UrlAnswer> {
  const answer = await exchange(lookup, Math.min(timeoutMs, LONGEST_MS), around)
  if (answer.kind === 'unreachable') return {reason: answer.reason}
  if (answer.kind === 'unknown') return {reason: 'refused'}
  if (answer.status === 401) {
    around.client.setAuthEntry(undefined)
    return {reason: 'login'}
  }

  if (answer.status === 404) return {reason: 'notFound'}
  if (answer.status >= 400) return {reason: 'refused'}
  const url = (answer.body as Record<string, unknown> | null)?.[configVar]
  return typeof url === 'string' && isDatabase(url) ? {url} : {reason: 'noConfigVar'}
}

function isDatabase(url: string): boolean {
  return URL.canParse(url) && PROTOCOLS.includes(new URL(url).protocol)
}

/** Compares by the core's own fingerprint, so that there is one way of making it. */
function matches(url: string, expect: string | null, around: UrlSurroundings): boolean {
  if (expect === null) return true
  const seen = around.core.redact({url}, [{as: 'url', pointer: '/url'}], around.salt)
  return (seen as {url?: {fingerprint?: unknown} | null} | null)?.url?.fingerprint === expect
}
