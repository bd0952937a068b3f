/** Database URLs, read from config vars when a query needs one. They stay in this process's memory. */
import type {Core, EffectOf, UnreachableReason} from '../core.js'

import {exchange, type Surroundings} from './exchange.js'

/** Longest time that the read may take, milliseconds. */
const LONGEST_MS = 15_000

const PROTOCOLS = ['postgres:', 'postgresql:']

/** What a look-up gives. */
export type UrlAnswer = {reason: UnreachableReason} | {url: string}

/** Config vars of an app, and whether something may have changed them since. */
type Kept = {doubtful: boolean; vars: ReadonlyMap<string, string>}

/**
 * Looks up URLs and remembers whole answers. What may have changed since is still right where the query says what it must be,
 * and is read again where it does not.
 */
export class DatabaseUrls {
  private readonly apps = new Map<string, Kept>()

  /** Something may have changed them. */
  doubt(): void {
    for (const kept of this.apps.values()) kept.doubtful = true
  }

  /** The URL in a config var. One that is not what it must be is read again, and refused if it still is not. */
  async find(wanted: Wanted, around: UrlSurroundings): Promise<UrlAnswer> {
    const {app, configVar, expect} = wanted
    const kept = this.apps.get(app)
    const url = kept?.vars.get(configVar)
    if (kept !== undefined && url !== undefined && (expect === null ? !kept.doubtful : matches(url, expect, around))) return {url}

    const answer = await read(wanted, around)
    if ('reason' in answer) return answer
    this.keep(app, answer.vars)
    const found = this.apps.get(app)?.vars.get(configVar)
    if (found === undefined) return {reason: 'noConfigVar'}
    return matches(found, expect, around) ? {url: found} : {reason: 'urlChanged'}
  }

  /** A server did not accept us: what is known of the app is read again whatever it must be. */
  forget(app: string): void {
    this.apps.delete(app)
  }

  /** Keeps the databases among the config vars of an app. */
  keep(app: string, vars: unknown): void {
    const databases = Object.entries(new Object(vars) as Record<string, unknown>).filter((one): one is [string, string] =>
      isDatabase(one[1]),
    )
    this.apps.set(app, {doubtful: false, vars: new Map(databases)})
  }
}

/** Which URL is looked for, and how long that may take. */
export type Wanted = Pick<EffectOf<'sql'>, 'app' | 'configVar' | 'expect' | 'lookup' | 'timeoutMs'>

/** What a look-up needs beyond an exchange. */
export type UrlSurroundings = Surroundings & {core: Core; salt: string}

/** Reads the config vars, whose values must not reach the core. */
async function read({lookup, timeoutMs}: Wanted, around: UrlSurroundings): Promise<{reason: UnreachableReason} | {vars: unknown}> {
  const answer = await exchange(lookup, Math.min(timeoutMs, LONGEST_MS), around)
  if (answer.kind === 'unreachable') return {reason: answer.reason}
  if (answer.kind === 'unknown') return {reason: 'refused'}
  if (answer.status === 401) {
    around.client.setAuthEntry(undefined)
    return {reason: 'login'}
  }

  if (answer.status === 404) return {reason: 'notFound'}
  if (answer.status >= 400) return {reason: 'refused'}
  return {vars: answer.body}
}

function isDatabase(url: unknown): url is string {
  return typeof url === 'string' && URL.canParse(url) && PROTOCOLS.includes(new URL(url).protocol)
}

/** Compares by the core's own fingerprint, so that there is one way of making it. */
function matches(url: string, expect: string | null, around: UrlSurroundings): boolean {
  if (expect === null) return true
  const seen = around.core.redact({url}, [{as: 'url', pointer: '/url'}], around.salt)
  return (seen as {url?: {fingerprint?: unknown} | null} | null)?.url?.fingerprint === expect
}
