/** The shell and the core that was really built: the few places where one relies on the other's shapes. */
import {describe, expect, it} from 'vitest'

import {CoreError, loadCore} from '../src/core.js'
import type {Context, Request} from '../src/core.js'
import {DatabaseUrls} from '../src/effects/database-url.js'
import {drive} from '../src/loop.js'
import {plain} from '../src/ui/human.js'
import {Interrupts} from '../src/ui/interrupts.js'
import {aroundOf} from './support/around.js'
import {json, serve} from './support/server.js'

const URL_IN_APP = 'postgres://u1:p%40ss@db.example:5432/d1'
const CONTEXT: Context = {
  face: {columns: null, local: {offsets: [], zone: ''}, verbose: false},
  holder: 'me@here',
  interactive: false,
  json: true,
  now: 0,
  runId: 'rabc2345',
  runs: [],
}
const SALT = 'a'.repeat(64)
const LOOKUP: Request = {api: 'platform', base: null, body: null, headers: {}, method: 'GET', path: '/vars'}

describe('the built core', () => {
  it('makes the fingerprint by which a database URL is recognised, and keeps the password out of it', async () => {
    const core = await loadCore()
    const redacted = core.redact({url: URL_IN_APP}, [{as: 'url', pointer: '/url'}], SALT)
    expect(JSON.stringify(redacted)).not.toContain('ss')
    const {fingerprint} = (redacted as {url: {fingerprint: string}}).url
    const server = await serve(json(200, {DATABASE_URL: URL_IN_APP}))
    const around = {...aroundOf(server.url), core}
    const find = (expected: string): ReturnType<DatabaseUrls['find']> =>
      new DatabaseUrls().find({app: 'acme', configVar: 'DATABASE_URL', expect: expected, lookup: LOOKUP, timeoutMs: 2000}, around)
    expect(await find(fingerprint)).toEqual({url: URL_IN_APP})
    expect(await find(`${fingerprint}0`)).toEqual({reason: 'urlChanged'})
    await server.close()
  })

  it('carries out a command through the loop', async () => {
    const core = await loadCore()
    const session = core.session({app: null, kind: 'runs'}, CONTEXT)
    const shown: unknown[] = []
    const never = async (): Promise<never> => {
      throw new Error('a list needs nothing')
    }

    const done = await drive(session, {
      append: never,
      ask: never,
      clock: () => Date.UTC(2026, 10, 22),
      interrupts: new Interrupts(() => {}),
      perform: never,
      sleep: never,
      view: {close() {}, show: event => shown.push(event), suspend() {}, wait() {}, warn() {}},
    })
    session.free()
    expect(done.exitCode).toBe(0)
    expect(shown).toContainEqual(expect.objectContaining({kind: 'json'}))
  })

  it('refuses a command of another shape in its own words, as a bug of ours', async () => {
    const core = await loadCore()
    for (const call of [() => core.session({kind: 'nonsense'} as never, {} as never), () => core.journals({kind: 'nonsense'} as never)]) {
      expect(call).toThrow(CoreError)
      expect(call).toThrow(expect.objectContaining({bug: true, message: expect.stringMatching(/^unknown variant `nonsense`/) as string}))
    }
  })

  it('refuses an answer that nobody asked for, and a session that is gone', async () => {
    const core = await loadCore()
    const session = core.session({app: null, kind: 'runs'}, CONTEXT)
    const unasked = (): void => session.observe(1, {kind: 'done'}, 0)
    expect(unasked).toThrow(expect.objectContaining({bug: true, message: expect.stringMatching(/nothing was asked/) as string}))
    const other = core.session({app: null, kind: 'runs'}, CONTEXT)
    other.free()
    expect(() => other.next(0)).toThrow(expect.objectContaining({bug: true, message: 'Error: null pointer passed to rust'}))
  })

  it('writes how long writers have been stopped', async () => {
    const core = await loadCore()
    const texts = [7400, 723_000, 3_723_000].map(ms => plain(core.downtimeClock(ms)))
    expect(texts).toEqual(['  app stopped 0:07', '  app stopped 12:03', '  app stopped 1:02:03'])
  })
})
