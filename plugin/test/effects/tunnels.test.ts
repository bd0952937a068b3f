import {afterEach, beforeEach, describe, expect, it} from 'vitest'

import type {EffectOf, Request} from '../../src/core.js'
import {perform} from '../../src/effects/index.js'
import {aroundOf, type TestAround} from '../support/around.js'
import {type Access, type Bastion, bastion} from '../support/bastion.js'
import {type FakePostgres, fakePostgres, type Reply} from '../support/postgres.js'
import {serve, type Server} from '../support/server.js'

/** An address at which nothing listens. */
const HOST = '127.0.77.77'

const PORT = 5433

const ONE: Reply = {rows: [[{name: 'one', oid: 23, text: '1'}]]}

const request = (path: string, api: Request['api']): Request => ({api, base: null, body: null, headers: {}, method: 'GET', path})

let [gate, database, services]: [Bastion?, FakePostgres?, Server?] = []
let access: Access
let around: TestAround
/** What the service tells of the bastion, and what stands in config vars beside the URL. */
let told: {status: number; body: unknown}
let vars: Record<string, string>
let reply: Reply

beforeEach(async () => {
  reply = ONE
  database = await fakePostgres(() => reply)
  gate = await bastion()
  access = await gate.open(HOST, PORT, database.port)
  told = {body: {host: access.host, private_key: access.privateKey}, status: 200}
  vars = {DATABASE_URL: `postgres://u1:secret@${HOST}:${PORT}/d1`}
  services = await serve((response, {url}) => {
    const [status, body] = url.includes('bastion') ? [told.status, told.body] : [200, vars]
    response.writeHead(status, {'content-type': 'application/json'})
    response.end(JSON.stringify(body))
  })
  process.env.HEROKU_DATA_HOST = '127.0.0.1'
  around = aroundOf(services.url)
})

afterEach(async () => {
  around.tunnels.close()
  await Promise.all([gate?.close(), database?.close(), services?.close()])
})

function effect(more: Partial<EffectOf<'sql'>> = {}): EffectOf<'sql'> {
  return {
    app: 'acme',
    bastion: {by: 'service', request: request('/some/bastion', 'data')},
    configVar: 'DATABASE_URL',
    expect: null,
    fingerprints: [],
    kind: 'sql',
    lookup: request('/some/vars', 'platform'),
    mutates: false,
    parameter: null,
    query: 'server',
    salt: null,
    schema: '',
    statements: ['SELECT 1'],
    // What must be reached is, on a busy machine too.
    timeoutMs: 30_000,
    ...more,
  }
}

const asked = (): number => services?.seen.filter(({url}) => url.includes('bastion')).length ?? 0

describe('a database without a public address', () => {
  it('cannot be reached directly', async () => {
    const {bastion: _, ...direct} = effect()
    expect(await perform(direct as EffectOf<'sql'>, around)).toEqual({kind: 'unreachable', reason: 'refused'})
  })

  it('is reached through the bastion that the service names, by one tunnel', async () => {
    for (let time = 0; time < 3; time += 1) expect(await perform(effect(), around)).toMatchObject({kind: 'sql'})
    expect(database?.startups).toHaveLength(3)
    expect(database?.startups[0]).toMatchObject({database: 'd1', user: 'u1'})
    expect(asked()).toBe(1)
  })

  it('is reached by several queries at once through the same tunnel', async () => {
    const all = await Promise.all(Array.from({length: 5}, () => perform(effect(), around)))
    expect(all.map(({kind}) => kind)).toEqual(Array.from({length: 5}, () => 'sql'))
    expect(asked()).toBe(1)
  })

  it('is reached through what config vars name, where there are several another one after a failure', async () => {
    vars.DATABASE_BASTIONS = `127.0.0.1:1,${access.host}`
    vars.DATABASE_BASTION_KEY = access.privateKey
    const shield = effect({bastion: {by: 'configVars', hosts: 'DATABASE_BASTIONS', key: 'DATABASE_BASTION_KEY'}})
    expect(await perform(shield, around)).toMatchObject({kind: 'sql'})
    expect(asked()).toBe(0)
  })

  it('is found anew at another address: what leads to the old one is not used', async () => {
    await perform(effect(), around)
    vars = {DATABASE_URL: `postgres://u1:secret@${HOST}:${PORT + 1}/d1`}
    around.urls.doubt()
    told.body = {host: 'nowhere', private_key: 'none'}
    expect(await perform(effect(), around)).toEqual({kind: 'unreachable', reason: 'bastion'})
    expect(asked()).toBe(2)
  })
})

describe('a bastion', () => {
  it.each([
    ['that there is none', 404, {id: 'not_found'}],
    ['that does not say its key', 200, {host: '127.0.0.1:1'}],
    ['of which nothing is known yet', 200, {}],
  ])('%s is no way', async (_, status, body) => {
    told = {body, status}
    expect(await perform(effect(), around)).toEqual({kind: 'unreachable', reason: 'bastion'})
    expect(database?.startups).toHaveLength(0)
  })

  it('that refuses the key is no way, and is asked for anew the next time', async () => {
    gate?.tell({manner: 'refuses'})
    expect(await perform(effect(), around)).toEqual({kind: 'unreachable', reason: 'bastion'})
    gate?.tell({manner: 'ok'})
    expect(await perform(effect(), around)).toMatchObject({kind: 'sql'})
    expect(asked()).toBe(2)
  })

  it('whose key changed is asked for its new one when a tunnel is opened again', async () => {
    await perform(effect(), around)
    access = await (gate as Bastion).open(HOST, PORT, database?.port ?? 0)
    told.body = {host: access.host, private_key: access.privateKey}
    gate?.tell({cut: true})
    await expect.poll(async () => (await perform(effect(), around)).kind).toBe('sql')
    expect(asked()).toBeGreaterThan(1)
  })

  it('that breaks in the middle of a change leaves open whether it landed', async () => {
    reply = 'hang'
    const change = perform(effect({mutates: true}), around)
    await expect.poll(() => database?.statements.length).toBe(1)
    gate?.tell({cut: true})
    expect(await change).toEqual({kind: 'unknown', reason: 'reset'})
    reply = ONE
    expect(await perform(effect(), around)).toMatchObject({kind: 'sql'})
  })

  it('lets through to its own database and to no other', async () => {
    vars = {DATABASE_URL: `postgres://u1:secret@127.0.0.1:${services?.port}/d1`}
    expect(await perform(effect(), around)).toMatchObject({kind: 'unreachable'})
    expect(database?.startups).toHaveLength(0)
  })

  it('does not end a session that stays open when another query fails', async () => {
    await perform(effect({session: 'kept'}), around)
    reply = 'cut'
    expect(await perform(effect(), around)).toEqual({kind: 'unknown', reason: 'reset'})
    reply = ONE
    expect(await perform(effect({session: 'kept'}), around)).toMatchObject({kind: 'sql'})
    expect(database?.statements.map(({session}) => session)).toEqual([1, 2, 1])
    around.sessions.close()
  })

  it('tells the core neither its host nor its key', async () => {
    const observation = await perform(effect(), around)
    const crossed = JSON.stringify([observation, around.redacted, around.redactedRows, around.shown])
    expect(crossed).not.toContain('PRIVATE KEY')
    expect(crossed).not.toContain(access.host)
  })
})
