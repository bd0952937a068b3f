/**
 * One exchange with a server through the CLI's own client, sent once and bounded in time.
 *
 * The client repeats a request up to five times after a network error, whatever its method, and waits for ever for the
 * rest of a body that was cut. Neither is acceptable here: the core decides what is repeated.
 */
import type {Socket} from 'node:net'

import type {APIClient} from '@heroku-cli/command'

import type {Request, UnknownReason, UnreachableReason} from '../core.js'

import {targetOf} from './hosts.js'

/** What a server said, before anything is let through to the core. */
export type Answer =
  | {kind: 'answer'; status: number; body: unknown}
  | {kind: 'unknown'; reason: UnknownReason}
  | {kind: 'unreachable'; reason: UnreachableReason}

/** What an exchange needs of its surroundings. */
export type Surroundings = {
  client: APIClient
  env: NodeJS.ProcessEnv
  /** True if a person can be asked for a second factor. */
  interactive: boolean
  /** Called before the client asks the operator something. */
  beforePrompt: () => void
  /** Takes warnings that a server sent along. */
  warn: (text: string) => void
}

type Http = APIClient['http']
type Instance = InstanceType<Http>

/** The deadline has passed; `sent` is false while there was no connection on which to send. */
class DeadlineError extends Error {
  constructor(readonly sent: boolean) {
    super('deadline')
  }
}

/** The connection closed inside a body. */
class CutError extends Error {}

/** Sends one request and waits for the whole answer, at most `timeoutMs`. Rejects only where a part of this program is missing. */
export async function exchange(request: Request, timeoutMs: number, around: Surroundings): Promise<Answer> {
  const target = await targetOf(request, around.env)
  if (target === null) return {kind: 'unreachable', reason: 'tls'}

  const state: State = {last: null, timeoutMs}
  const once = onceClass(around.client.http, state, around)
  const headers: {[name: string]: string | undefined} = {...target.headers, ...request.headers}
  // Present but without a value: the client then adds no token of its own, and sends no such header.
  if (!target.authorized) headers.authorization = undefined

  // The client asks for a second factor only while it believes that it may try again.
  const tries = around.interactive ? 3 : 1
  const options = {
    ...(request.body === null ? {} : {body: request.body}),
    ...(target.hostname === undefined ? {} : {hostname: target.hostname}),
    followRedirects: false,
    headers,
    method: request.method,
    // A request that names its range wants that range, not everything.
    partial: request.method !== 'GET' || 'range' in request.headers,
    retryAuth: false,
    timeout: 0,
  }

  try {
    await once.request(target.url, options, tries)
  } catch (error) {
    return afterError(error, state.last)
  }

  return state.last === null ? {kind: 'unknown', reason: 'body'} : afterSuccess(state.last)
}

/** The client's `request`, whose third parameter its declarations leave out. */
type Sender = {request(url: string, options: object, tries: number): Promise<unknown>}

type State = {last: Instance | null; timeoutMs: number}

/** The client's HTTP class with its retries off and a deadline round each exchange, all pages of it included. */
function onceClass(base: Http, state: State, around: Surroundings): Sender {
  class Once extends base<unknown> {
    /** No side request to the delinquency service. */
    static configDelinquency(): void {}

    /** Warnings of the server go through our own view. */
    static showWarnings(response: Instance): void {
      for (const name of ['x-heroku-warning', 'warning-message']) {
        const value = response.headers[name]
        for (const text of Array.isArray(value) ? value : [value]) if (text) around.warn(text)
      }
    }

    override async _maybeRetry(error: Error): Promise<void> {
      throw error
    }

    override async _request(): Promise<void> {
      // Later pages run inside the first one's deadline.
      const first = state.last !== this
      state.last = this
      const guards: Array<Promise<never>> = []
      let timer: NodeJS.Timeout | undefined
      if (first) {
        guards.push(
          new Promise((_, reject) => {
            timer = setTimeout(() => {
              reject(new DeadlineError(isConnected(this)))
              this.request?.destroy()
            }, state.timeoutMs)
          }),
        )
      }

      const whole = super._request()
      guards.push(cut(this))
      try {
        await Promise.race([whole, ...guards])
      } catch (error) {
        if (around.interactive && isTwoFactor(this)) around.beforePrompt()
        throw error
      } finally {
        clearTimeout(timer)
      }
    }
  }
  return Once as unknown as Sender
}

/** Rejects when the connection closes before the body is whole; the client itself would go on waiting. */
function cut(http: Instance): Promise<never> {
  return new Promise((_, reject) => {
    http.request?.once('response', response => {
      response.once('close', () => {
        if (!response.complete) reject(new CutError())
      })
    })
  })
}

/** True once there is a connection, and with TLS a secure one, on which the request may have left. */
function isConnected(http: Instance): boolean {
  const socket = http.request?.socket as (Socket & {secureConnecting?: boolean}) | null | undefined
  if (socket === null || socket === undefined) return false
  return !socket.connecting && socket.secureConnecting !== true
}

function isTwoFactor(http: Instance): boolean {
  const {body} = http
  return http.statusCode === 403 && typeof body === 'object' && body !== null && 'id' in body && body.id === 'two_factor'
}

function afterSuccess(http: Instance): Answer {
  const status = http.statusCode
  if (status >= 300) return {kind: 'unknown', reason: 'redirect'}
  const body = parsed(http.body)
  return body === undefined ? {kind: 'unknown', reason: 'body'} : {body, kind: 'answer', status}
}

function afterError(error: unknown, http: Instance | null): Answer {
  if (http === null) {
    // A part of ours is missing or wrong; whoever logs in again would change nothing.
    if (isDefect(error)) throw error
    // Nothing was sent: no credentials could be read.
    return {kind: 'unreachable', reason: 'login'}
  }

  const status = http.response?.statusCode ?? 0
  // The status of a refusal is worth more than its text.
  if (status >= 400) return {body: http.response.complete ? (parsed(http.body) ?? null) : null, kind: 'answer', status}
  if (status > 0) return {kind: 'unknown', reason: 'body'}
  return withoutAnswer(error)
}

function isDefect(error: unknown): boolean {
  const {code} = (error ?? {}) as NodeJS.ErrnoException
  return error instanceof TypeError || error instanceof ReferenceError || (code ?? '').endsWith('MODULE_NOT_FOUND')
}

const NOT_CONNECTED: {[code: string]: UnreachableReason} = {
  EAI_AGAIN: 'notFound',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'notFound',
}

/** Certificate and handshake errors: the request itself never left. */
const TLS_CODE = /^(CERT_|DEPTH_ZERO_|EPROTO$|ERR_SSL_|ERR_TLS_|SELF_SIGNED_|UNABLE_TO_)/

function withoutAnswer(error: unknown): Answer {
  const {code, syscall} = (error ?? {}) as NodeJS.ErrnoException
  if (error instanceof DeadlineError) {
    return error.sent ? {kind: 'unknown', reason: 'timeout'} : {kind: 'unreachable', reason: 'refused'}
  }

  if (code !== undefined) {
    const reason = NOT_CONNECTED[code]
    if (reason !== undefined) return {kind: 'unreachable', reason}
    if (TLS_CODE.test(code)) return {kind: 'unreachable', reason: 'tls'}
    if (code === 'ETIMEDOUT' && (syscall === 'connect' || error instanceof AggregateError)) {
      return {kind: 'unreachable', reason: 'refused'}
    }
  }

  return {kind: 'unknown', reason: code === 'ETIMEDOUT' ? 'timeout' : 'reset'}
}

/** The JSON value of a body, `null` for an empty one, `undefined` for one that is not understood. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body ?? null
  if (body.trim() === '') return null
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}
