import {createHash} from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

import {afterEach, beforeEach, describe, expect, it} from 'vitest'

import {loadCore} from '../../src/core.js'
import type {EffectOf, Request} from '../../src/core.js'
import {perform} from '../../src/effects/index.js'
import {aroundOf} from '../support/around.js'
import {type FakePostgres, fakePostgres, type Greeting, type Reply, type Statement} from '../support/postgres.js'
import {hang, json, reset, serve, type Server} from '../support/server.js'

let platform: Server
let database: FakePostgres

afterEach(async () => {
  await platform?.close()
  await database?.close()
})

const ONE: Reply = {rows: [[{name: 'one', oid: 23, text: '1'}]]}

/** What the core says about reading the config vars; nothing in it is known to the plugin. */
const LOOKUP: Request = {api: 'platform', base: null, body: null, headers: {'x-lookup': 'yes'}, method: 'GET', path: '/some/vars'}

function effect(more: Partial<EffectOf<'sql'>> = {}): EffectOf<'sql'> {
  return {
    app: 'acme',
    configVar: 'DATABASE_URL',
    expect: null,
    fingerprints: [],
    kind: 'sql',
    lookup: LOOKUP,
    mutates: false,
    parameter: null,
    query: 'server',
    salt: null,
    schema: '',
    statements: ['SELECT 1'],
    timeoutMs: 3000,
    ...more,
  }
}

const urlOf = (one: FakePostgres): string => `postgres://u1:p%40ss@127.0.0.1:${one.port}/d1`

/** A database and an app whose config var points to it. */
async function world(reply: (statement: Statement) => Reply, greeting?: Greeting): Promise<ReturnType<typeof aroundOf>> {
  database = await fakePostgres(reply, greeting)
  platform = await serve(json(200, {DATABASE_URL: urlOf(database)}))
  return aroundOf(platform.url)
}

describe('a query', () => {
  it('runs its statements one by one in one fresh session under our name', async () => {
    const around = await world(() => ONE)
    await perform(effect({parameter: '2026-11-22', statements: ['BEGIN', 'SELECT $1']}), around)
    await perform(effect(), around)
    expect(database.statements).toEqual([
      {parameters: [], session: 1, text: 'BEGIN'},
      {parameters: ['2026-11-22'], session: 1, text: 'SELECT $1'},
      {parameters: [], session: 2, text: 'SELECT 1'},
    ])
    expect(database.startups[0]).toMatchObject({application_name: 'heroku-connect-maintenance', database: 'd1', user: 'u1'})
  })

  it('gives the first row of the last statement, wide numbers and times as text', async () => {
    const around = await world(() => ({
      rows: [
        [
          {name: 'xmax', oid: 20, text: '9007199254740993'},
          {name: 'writes', oid: 1700, text: '12345678901234567890'},
          {name: 'at', oid: 1184, text: '2026-11-22 19:00:00.123456+00'},
          {name: 'tables', oid: 114, text: '[{"name":"account"}]'},
          {name: 'inRecovery', oid: 16, text: 't'},
          {name: 'sessions', oid: 23, text: '3'},
          {name: 'replayLsn', oid: 3220, text: null},
        ],
        [],
      ],
    }))
    expect(await perform(effect(), around)).toEqual({
      kind: 'sql',
      row: {
        at: '2026-11-22 19:00:00.123456+00',
        inRecovery: true,
        replayLsn: null,
        sessions: 3,
        tables: [{name: 'account'}],
        writes: '12345678901234567890',
        xmax: '9007199254740993',
      },
    })
  })

  it('of a named session runs in the one that is open, wherever the config var points now', async () => {
    const around = await world(() => ONE)
    const named = effect({session: 'kept'})
    await perform(named, around)
    await perform(effect(), around)
    await perform(named, around)
    expect(database.statements.map(({session}) => session)).toEqual([1, 2, 1])
    around.sessions.close()
  })

  it('of a named session that broke says so, and the next one opens another', async () => {
    let cut = false
    const around = await world(() => (cut ? 'cut' : ONE))
    const named = effect({session: 'kept'})
    await perform(named, around)
    cut = true
    expect(await perform(named, around)).toEqual({kind: 'unknown', reason: 'reset'})
    cut = false
    expect(await perform(named, around)).toMatchObject({kind: 'sql'})
    expect(database.statements.map(({session}) => session)).toEqual([1, 1, 2])
    around.sessions.close()
  })

  it('gives null when there is no row', async () => {
    const around = await world(() => ({rows: []}))
    expect(await perform(effect({fingerprints: ['orgId']}), around)).toEqual({kind: 'sql', row: null})
  })
})

describe('the salt of a run', () => {
  const salt = 'b'.repeat(64)
  const row = (text: string): Reply => ({
    rows: [
      [
        {name: 'runId', oid: 25, text: 'r1'},
        {name: 'salt', oid: 25, text},
      ],
    ],
  })

  it('is the second parameter of the query that keeps it', async () => {
    const around = await world(() => ONE)
    await perform(effect({mutates: true, parameter: '{}', salt: 'kept', statements: ['BEGIN', 'INSERT $1 $2']}), around)
    expect(database.statements.map(({parameters}) => parameters)).toEqual([[], ['{}', around.salt]])
  })

  it('is taken out of the row that gives it, and used from then on', async () => {
    const around = await world(() => row(salt))
    const observation = await perform(effect({salt: 'given'}), around)
    expect(observation).toEqual({kind: 'sql', row: {runId: 'r1'}})
    expect(JSON.stringify([observation, around.redactedRows, around.shown])).not.toContain(salt)
    expect(around.adopted).toEqual([salt])
  })

  it('is not believed when it is none: the lock cannot be read', async () => {
    const around = await world(() => row('../../elsewhere'))
    expect(await perform(effect({salt: 'given'}), around)).toEqual({code: '22P02', kind: 'sqlFailed'})
    expect(around.adopted).toEqual([])
  })

  it('is not looked for where there is no row', async () => {
    const around = await world(() => ({rows: []}))
    expect(await perform(effect({salt: 'given'}), around)).toEqual({kind: 'sql', row: null})
  })
})

describe('a column that holds an identity', () => {
  const IDENTITY: Reply = {
    rows: [
      [
        {name: 'orgId', oid: 25, text: '00D5g00000AcmeS'},
        {name: 'hcver', oid: 23, text: '7'},
      ],
    ],
  }

  it('comes back as the core lets it through, keyed by the salt of the run', async () => {
    const around = await world(() => IDENTITY)
    const observation = await perform(effect({fingerprints: ['orgId']}), around)
    expect(observation).toEqual({kind: 'sql', row: {hcver: 7, orgId: 'fp-15'}})
    expect(JSON.stringify(observation)).not.toContain('00D5g')
    expect(around.redactedRows).toEqual([{fingerprints: ['orgId'], row: {hcver: 7, orgId: '00D5g00000AcmeS'}, salt: around.salt}])
  })

  it('is a fingerprint of the built core, the same within a run and another one in the next', async () => {
    const around = {...(await world(() => IDENTITY)), core: await loadCore()}
    const seen = async (salt: string): Promise<unknown> => perform(effect({fingerprints: ['orgId']}), {...around, salt})
    const one = await seen('a'.repeat(64))
    expect(one).toEqual({kind: 'sql', row: {hcver: 7, orgId: expect.stringMatching(/^[0-9a-f]{24}$/) as string}})
    expect(await seen('a'.repeat(64))).toEqual(one)
    expect(await seen('b'.repeat(64))).not.toEqual(one)
  })
})

describe('a failure', () => {
  it('of the statement is its SQLSTATE and nothing else', async () => {
    const around = await world(() => ({error: '42P01'}))
    expect(await perform(effect(), around)).toEqual({code: '42P01', kind: 'sqlFailed'})
    expect(around.shown).toEqual([])
  })

  it('of the login is its SQLSTATE', async () => {
    const around = await world(() => ONE, {error: '28P01'})
    expect(await perform(effect({mutates: true}), around)).toEqual({code: '28P01', kind: 'sqlFailed'})
  })

  it.each([true, false])('is unknown when the connection is lost after a statement was sent (mutates: %s)', async mutates => {
    const around = await world(() => 'cut')
    expect(await perform(effect({mutates}), around)).toEqual({kind: 'unknown', reason: 'reset'})
    expect(database.statements).toHaveLength(1)
  })

  it.each([true, false])('is its SQLSTATE too when the server ends the session: the core judges it (mutates: %s)', async mutates => {
    const around = await world(() => ({error: '57P01', fatal: true}))
    expect(await perform(effect({mutates}), around)).toEqual({code: '57P01', kind: 'sqlFailed'})
    expect(database.statements).toHaveLength(1)
  })

  it('is unknown when the statement outlives the deadline', async () => {
    const around = await world(() => 'hang')
    expect(await perform(effect({mutates: true, timeoutMs: 200}), around)).toEqual({kind: 'unknown', reason: 'timeout'})
  })

  it.each(['silent', 'cut'] as const)('is unreachable when the server is %s at the door', async greeting => {
    const around = await world(() => ONE, greeting)
    expect(await perform(effect({mutates: true, timeoutMs: 300}), around)).toEqual({kind: 'unreachable', reason: 'refused'})
  })

  it('is unreachable when nothing listens', async () => {
    const around = await world(() => ONE)
    await database.close()
    expect(await perform(effect(), around)).toEqual({kind: 'unreachable', reason: 'refused'})
  })
})

describe('the URL', () => {
  it('is read once for several queries, and again after a failure', async () => {
    const around = await world(statement => (statement.session === 2 ? {error: '42501'} : ONE))
    for (let i = 0; i < 3; i += 1) await perform(effect(), around)
    expect(platform.seen.map(seen => `${seen.method} ${seen.url}`)).toEqual(['GET /some/vars', 'GET /some/vars'])
    expect(platform.seen[0]?.headers['x-lookup']).toBe('yes')
  })

  it('of another fingerprint is read again once, and then refused', async () => {
    const around = await world(() => ONE)
    const right = `fp-${urlOf(database).length}`
    expect(await perform(effect({expect: right}), around)).toMatchObject({kind: 'sql'})
    expect(await perform(effect({expect: 'fp-0'}), around)).toEqual({kind: 'unreachable', reason: 'urlChanged'})
    expect(platform.seen).toHaveLength(2)
    expect(database.statements).toHaveLength(1)
    expect(around.redacted[0]).toMatchObject({reads: [{as: 'url', pointer: '/url'}], salt: around.salt})
  })

  it.each([
    [json(401, {id: 'unauthorized', message: 'x'}), 'login'],
    [json(404, {id: 'not_found', message: 'x'}), 'notFound'],
    [json(503, {}), 'refused'],
    [json(200, {OTHER_URL: 'postgres://x'}), 'noConfigVar'],
    [json(200, {DATABASE_URL: 'nonsense'}), 'noConfigVar'],
    [reset, 'refused'],
  ] as const)('that cannot be had leaves the query unsent', async (answer, reason) => {
    platform = await serve(answer)
    expect(await perform(effect({mutates: true}), aroundOf(platform.url))).toEqual({kind: 'unreachable', reason})
  })

  it('never appears in an observation', async () => {
    const around = await world(() => ({error: '42P01'}))
    const seen = JSON.stringify([await perform(effect(), around), around.shown])
    expect(seen).not.toContain('p%40ss')
    expect(seen).not.toContain('127.0.0.1')
  })
})

describe('a config var that is slow to read', () => {
  it('does not send the query once the deadline is over', async () => {
    platform = await serve(hang)
    const around = aroundOf(platform.url)
    expect(await perform(effect({mutates: true, timeoutMs: 150}), around)).toEqual({kind: 'unreachable', reason: 'refused'})
  })
})

describe('rows that go into a file', () => {
  const COPY = 'COPY (SELECT 1) TO STDOUT'
  const into = (more: Partial<EffectOf<'sql'>> = {}) =>
    effect({into: 'gap.csv', parameter: 'asked', statements: ['SELECT $1', COPY], ...more})
  const rows = (lines: string[]) => (statement: Statement) => (statement.text === COPY ? {copy: lines} : ONE)
  let folder: string
  beforeEach(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'rows-'))
  })
  afterEach(() => fs.rm(folder, {recursive: true}))

  it('are in the file of the run, for its owner alone, and nowhere in the answer', async () => {
    const around = {...(await world(rows(['id,name\n', '1,Jane Doe\n', '2,"a\nb"\n']))), folder}
    const text = 'id,name\n1,Jane Doe\n2,"a\nb"\n'
    const sha256 = createHash('sha256').update(text).digest('hex')
    expect(await perform(into(), around)).toEqual({kind: 'sql', row: {bytes: text.length, rows: 2, sha256}})
    expect(database.statements).toEqual([
      {parameters: ['asked'], session: 1, text: 'SELECT $1'},
      {parameters: [], session: 1, text: COPY},
    ])
    expect(await fs.readFile(path.join(folder, 'gap.csv'), 'utf8')).toBe(text)
    expect((await fs.stat(path.join(folder, 'gap.csv'))).mode & 0o777).toBe(0o600)
    expect(await fs.readdir(folder)).toEqual(['gap.csv'])
  })

  it('replace those of before as a whole, or not at all', async () => {
    await fs.writeFile(path.join(folder, 'gap.csv'), 'before')
    const refuses = (statement: Statement): Reply => (statement.text === COPY ? {error: '42P01'} : ONE)
    expect(await perform(into(), {...(await world(refuses)), folder})).toEqual({code: '42P01', kind: 'sqlFailed'})
    expect(await fs.readFile(path.join(folder, 'gap.csv'), 'utf8')).toBe('before')
    expect(await fs.readdir(folder)).toEqual(['gap.csv'])
  })

  it('are not asked for where no file of the run can have them', async () => {
    const around = await world(rows(['id\n']))
    const disk = {kind: 'unreachable', reason: 'disk'}
    for (const name of ['../gap.csv', 'a/b', 'journal.jsonl']) expect(await perform(into({into: name}), {...around, folder})).toEqual(disk)
    expect(await perform(into(), {...around, folder: null})).toEqual(disk)
    expect(database.statements).toEqual([])
    expect(await perform(into(), {...around, folder: path.join(folder, 'gone')})).toEqual(disk)
  })
})
