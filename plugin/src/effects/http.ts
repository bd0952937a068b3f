/** Performs `http` effects. */
import type {EffectOf, Observation, Request, UnreachableReason} from '../core.js'

import {exchange} from './exchange.js'
import type {Around, Executor} from './executor.js'

/** Identifiers of errors, as Heroku's APIs write them. */
const ERROR_ID = /^[a-z][a-z0-9_-]{0,63}$/i

/** Refusals of a read that the operator should see in the server's own words; a 404 is mostly a question's answer. */
const tells = (status: number): boolean => status === 401 || status === 403 || status === 429 || status >= 500

/** Sends the request once; what comes back passes the allow-list before anyone sees it. */
export const performHttp: Executor<EffectOf<'http'>> = async (effect, around) => {
  const filled = await fill(effect, around)
  if ('reason' in filled) return {kind: 'unreachable', reason: filled.reason}

  const {request, urls} = filled
  const answer = await exchange(request, effect.timeoutMs, around)
  // Even one of which nothing is known: it may have changed a config var.
  if (effect.mutates) around.urls.doubt()
  if (answer.kind !== 'answer') return answer

  const {body, status} = answer
  const {errorId, message} = status >= 400 ? errorOf(body) : {errorId: null, message: null}
  if (effect.configOf !== null && status < 300) around.urls.keep(effect.configOf, body)
  if (effect.opens !== undefined && status < 300) around.open(around.core.address(body, effect.opens) ?? null)
  // The login may be renewed elsewhere in the meantime.
  if (status === 401) around.client.setAuthEntry(undefined)
  if (message !== null && (effect.mutates || tells(status))) around.warn(hushed(message, urls))

  const observation: Observation = {
    body: body === null ? null : around.core.redact(body, effect.reads, around.salt),
    errorId,
    hasMessage: message !== null,
    kind: 'http',
    status,
  }
  return observation
}

/** The request with the database URLs that it needs; they stay in this process's memory. */
async function fill(
  {request, secrets = [], timeoutMs}: EffectOf<'http'>,
  around: Around,
): Promise<{reason: UnreachableReason} | {request: Request; urls: string[]}> {
  const urls: string[] = []
  const body: Record<string, unknown> = {...(request.body as object | null)}
  for (const {key, ...wanted} of secrets) {
    const found = await around.urls.find({...wanted, timeoutMs}, around)
    if ('reason' in found) return found
    body[key] = found.url
    urls.push(found.url)
  }

  return {request: urls.length === 0 ? request : {...request, body}, urls}
}

/** What a server says, without the addresses that it was sent, should it repeat them. */
function hushed(message: string, urls: readonly string[]): string {
  const secrets = urls.flatMap(url => [url, new URL(url).password]).filter(secret => secret !== '')
  return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message)
}

function errorOf(body: unknown): {errorId: string | null; message: string | null} {
  if (typeof body !== 'object' || body === null) return {errorId: null, message: null}
  const {id, message} = body as Record<string, unknown>
  return {
    errorId: typeof id === 'string' && ERROR_ID.test(id) ? id : null,
    message: typeof message === 'string' && message !== '' ? message : null,
  }
}
