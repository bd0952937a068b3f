/** Performs `sql` effects: one fresh session each, or one that stays open under a name; statements one by one, the last one's first row. */
import type pg from 'pg'
import {systemClock} from '../clock.js'

import type {EffectOf, Observation} from '../core.js'
import {isSalt} from '../salt.js'

import type {Around, Executor} from './executor.js'
import {inFolder} from './file.js'
import {copyInto, DiskError} from './rows.js'

/** Name by which our sessions are told from the app's. */
const APPLICATION_NAME = 'heroku-connect-maintenance'

const LOOPBACK = /^(127\.[\d.]+|\[::1\]|localhost)$/

/** SQLSTATE of a text that is not what it should be. */
const NOT_A_VALUE = '22P02'

/** Types whose values JavaScript would bend: they stay the text that the server sent. */
const AS_TEXT: readonly number[] = [17, 1082, 1083, 1114, 1184, 1186, 1266]

/** Sessions that stay open, by name. */
export class Sessions {
  private readonly open = new Map<string, pg.Client>()

  get(name: string): pg.Client | undefined {
    return this.open.get(name)
  }

  set(name: string, client: pg.Client): void {
    this.open.set(name, client)
  }

  delete(name: string): void {
    this.open.delete(name)
  }

  /** Ends them all, so that the process can end. */
  close(): void {
    for (const client of this.open.values()) client.end().catch(() => {})
    this.open.clear()
  }
}

/** Runs the query where the config var points now. */
export const performSql: Executor<EffectOf<'sql'>> = async (effect, around) => {
  const file = effect.into === undefined ? undefined : inFolder(effect.into, around)
  if (file === null) return {kind: 'unreachable', reason: 'disk'}

  const deadline = systemClock() + effect.timeoutMs
  const found = await around.urls.find(effect, around)
  if ('reason' in found) return {kind: 'unreachable', reason: found.reason}

  const left = deadline - systemClock()
  if (left <= 0) return {kind: 'unreachable', reason: 'refused'}

  const open = effect.session === undefined ? undefined : around.sessions.get(effect.session)
  const url = new URL(found.url)
  const shut = effect.bastion !== undefined && open === undefined
  const way = shut ? await around.tunnels.to(effect, url, left, around) : undefined
  if (way !== undefined && 'reason' in way) return {kind: 'unreachable', reason: way.reason}

  const {default: driver} = await import('pg')
  const client = open ?? clientFor(driver, url, way)
  const kept = effect.salt === 'kept' ? [around.salt] : []
  const observation = await new Session(client, {...effect, file}, kept, Math.max(deadline - systemClock(), 1)).run(open !== undefined)
  if (observation.kind !== 'sql') {
    // Its name is free for another one.
    if (effect.session !== undefined) around.sessions.delete(effect.session)
    around.urls.forget(effect.app)
    // A server that answered is reached.
    if (effect.bastion !== undefined && observation.kind !== 'sqlFailed') around.tunnels.fail(effect, url)
    return observation
  }

  if (effect.session !== undefined) around.sessions.set(effect.session, client)
  if (effect.salt !== 'given' || observation.row === null) return passed(observation.row, effect, around)

  const {salt, ...row} = observation.row as Record<string, unknown>
  if (!isSalt(salt)) return {code: NOT_A_VALUE, kind: 'sqlFailed'}
  around.adoptSalt(salt)
  return passed(row, effect, around)
}

/** What may be known of a row. */
function passed(row: unknown, {fingerprints}: EffectOf<'sql'>, around: Around): Observation {
  return {kind: 'sql', row: around.core.redactRow(row, fingerprints, around.salt)}
}

/** One session and its deadline. */
class Session {
  private connected = false
  private failed = false
  private late = false

  constructor(
    private readonly client: pg.Client,
    /** `file`: where the rows of the last statement go, if not into the answer. */
    private readonly effect: EffectOf<'sql'> & {file: string | undefined},
    /** What follows the parameter. */
    private readonly kept: string[],
    private readonly timeoutMs: number,
  ) {}

  /** `connected`: the client of a session that stays open was connected by an earlier effect. */
  async run(connected: boolean): Promise<Observation> {
    const {client} = this
    this.connected = connected
    // A connection that breaks between two statements also rejects the next one; without a listener it ends the process.
    if (!connected) client.on('error', () => {})
    let timer: NodeJS.Timeout | undefined
    const expired = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.late = true
        reject(new Error('deadline'))
      }, this.timeoutMs)
    })
    const work = this.work()
    try {
      return {kind: 'sql', row: await Promise.race([work, expired])}
    } catch (error) {
      this.failed = true
      return this.classify(error)
    } finally {
      clearTimeout(timer)
      // The loser of the race is not waited for.
      work.catch(() => {})
      this.close()
    }
  }

  private async work(): Promise<unknown> {
    const {client, effect} = this
    if (!this.connected) await client.connect()
    this.connected = true
    let row: unknown = null
    const asked = effect.statements.length - (effect.file === undefined ? 1 : 2)
    for (const [index, text] of effect.statements.entries()) {
      if (effect.file !== undefined && index > asked) {
        row = await copyInto(client, text, effect.file)
        continue
      }

      const values = index === asked && effect.parameter !== null ? [effect.parameter, ...this.kept] : undefined
      const result = await client.query<Record<string, unknown>>(text, values)
      row = result.rows[0] ?? null
    }

    // Only what JSON can carry crosses into the core.
    return JSON.parse(JSON.stringify(row)) as unknown
  }

  private classify(error: unknown): Observation {
    if (error instanceof DiskError) return {kind: 'unreachable', reason: 'disk'}
    if (this.late) return this.connected ? {kind: 'unknown', reason: 'timeout'} : {kind: 'unreachable', reason: 'refused'}
    const {code, message} = error as {code?: string; message?: string}
    // A server's answer has a severity; errors of the network have a code too, but none.
    if (code !== undefined && typeof error === 'object' && error !== null && 'severity' in error) return {code, kind: 'sqlFailed'}

    if (this.connected) return {kind: 'unknown', reason: 'reset'}
    if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return {kind: 'unreachable', reason: 'notFound'}
    const tls = (message ?? '').includes('does not support SSL') || /^(CERT_|EPROTO$|ERR_SSL_|ERR_TLS_)/.test(code ?? '')
    return {kind: 'unreachable', reason: tls ? 'tls' : 'refused'}
  }

  /** Says good-bye without waiting, but to a session that stays open; after the deadline the socket is simply dropped. */
  private close(): void {
    if (this.effect.session !== undefined && !this.failed) return
    if (this.late) this.client.connection.stream.destroy()
    this.client.end().catch(() => {})
  }
}

/** `way`: the local end of what leads to it, if it has no public address. */
function clientFor(driver: typeof pg, url: URL, way?: {port: number}): pg.Client {
  const local = LOOPBACK.test(url.hostname)
  return new driver.Client({
    application_name: APPLICATION_NAME,
    database: decoded(url.pathname.slice(1)),
    host: way === undefined ? url.hostname.replaceAll(/^\[|\]$/g, '') : '127.0.0.1',
    keepAlive: true,
    password: decoded(url.password),
    port: way?.port ?? (url.port === '' ? 5432 : Number(url.port)),
    // Heroku Postgres presents certificates of its own making, and its CLI does not check them either.
    ssl: local ? false : {rejectUnauthorized: false},
    types: {
      getTypeParser(oid: number, format?: 'binary' | 'text') {
        if (AS_TEXT.includes(oid)) return (value: string) => value
        return driver.types.getTypeParser(oid, format as 'text')
      },
    } as pg.CustomTypesConfig,
    user: decoded(url.username),
  })
}

/** Percent-decoded; text that was never encoded stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
