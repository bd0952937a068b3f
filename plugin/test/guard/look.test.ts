import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import type {Config} from '@oclif/core/interfaces'
import {afterEach, beforeAll, describe, expect, it} from 'vitest'

import type {Core, Directive, Guard} from '../../src/core.js'
import {loadCore} from '../../src/core.js'
import {lookThrough} from '../../src/guard/look.js'
import {knownRuns} from '../../src/guard/runs.js'
import {RunStore} from '../../src/journal/store.js'
import {type Answerer, hang, json, serve, type Server} from '../support/server.js'

const guard = JSON.parse(fs.readFileSync(new URL('../../hooks/guard.json', import.meta.url), 'utf8')) as Guard
const RECORDED = new URL('../../../tests/fixtures/transcripts/upgrade-follower.jsonl', import.meta.url)

let core: Core
let server: Server | null = null

beforeAll(async () => {
  core = await loadCore()
})

afterEach(async () => {
  await server?.close()
  server = null
})

/** Looks at a server that gives each path its answer. */
async function look(
  answers: {[path: string]: Answerer},
  addonsToo = true,
  looks = guard.looks,
): ReturnType<ReturnType<typeof lookThrough>> {
  server = await serve((response, seen) => answers[seen.url]?.(response, seen))
  Object.assign(process.env, {CONNECT_DISCOVERY_SERVER: server.url, HEROKU_HOST: server.url})
  return lookThrough(core, {platform: 'linux', version: '11.10.0'} as Config, looks)('acme-sync', addonsToo)
}

const connections = json(200, {count: 1, results: [{id: 'c', resource_name: 'herokuconnect-angular-1', user_info: {email: 'x'}}]})
const addons = json(200, [
  {addon_service: {name: 'heroku-postgresql'}, name: 'postgresql-curved-1'},
  {addon_service: {name: 'heroku-redis'}, name: 'redis-flat-1'},
])
const attachments = json(200, [
  {addon: {name: 'redis-flat-1'}, name: 'REDIS'},
  {addon: {name: 'of-another-app'}, name: 'OTHER'},
])

describe('the look', () => {
  it('sees connections, and add-ons by every name that a command may use', async () => {
    const seen = await look({
      '/apps/acme-sync/addon-attachments': attachments,
      '/apps/acme-sync/addons': addons,
      '/connections?app=acme-sync': connections,
    })
    expect(seen?.connections).toEqual(['herokuconnect-angular-1'])
    expect(Object.fromEntries(seen?.services ?? [])).toEqual({
      'heroku-postgresql': 'heroku-postgresql',
      'heroku-redis': 'heroku-redis',
      'postgresql-curved-1': 'heroku-postgresql',
      REDIS: 'heroku-redis',
      'redis-flat-1': 'heroku-redis',
    })
  })

  it('asks for add-ons only where one is named', async () => {
    await look({'/connections?app=acme-sync': connections}, false)
    expect(server?.seen.map(one => one.url)).toEqual(['/connections?app=acme-sync'])
  })

  it('sees that there is none', async () => {
    expect((await look({'/connections?app=acme-sync': json(200, {count: 0, results: []})}, false))?.connections).toEqual([])
  })

  it('does without the add-ons, if they cannot be read', async () => {
    const refused = json(403, {id: 'forbidden', message: 'no'})
    const seen = await look({
      '/apps/acme-sync/addon-attachments': refused,
      '/apps/acme-sync/addons': refused,
      '/connections?app=acme-sync': connections,
    })
    expect(seen).toEqual({connections: ['herokuconnect-angular-1'], services: new Map()})
  })

  it.each([
    ['refuses', json(401, {id: 'unauthorized', message: 'no'})],
    ['fails', json(503, {results: []})],
    ['says something else', json(200, ['?'])],
  ])('has seen nothing if the server %s, and asks once', async (_, answer) => {
    expect(await look({'/connections?app=acme-sync': answer}, false)).toBeNull()
    expect(server?.seen).toHaveLength(1)
  })

  it('has seen nothing if the server does not answer before the deadline', async () => {
    const looks = structuredClone(guard.looks)
    Object.assign(looks.connections, {timeoutMs: 40})
    expect(await look({'/connections?app=acme-sync': hang}, false, looks)).toBeNull()
  })
})

describe('the runs of this machine', () => {
  it('are known by their apps and databases, open as long as they have not ended', async () => {
    const root = fs.mkdtempSync(path.join(os.tmpdir(), 'hcm-guard-'))
    const store = new RunStore(root)
    expect(await knownRuns(core, store, guard.openEndings, 0)).toEqual([])
    const appends = fs
      .readFileSync(RECORDED, 'utf8')
      .trimEnd()
      .split('\n')
      .flatMap(line => (JSON.parse(line) as {directive?: Directive}).directive ?? [])
      .filter(one => one.kind === 'append')
    for (const [run, records] of [
      ['rended22', appends],
      ['ropen222', appends.slice(0, 9)],
    ] as const) {
      const folder = store.folder(run)
      fs.mkdirSync(folder, {recursive: true})
      fs.writeFileSync(path.join(folder, 'journal.jsonl'), records.map(({line}) => `${line}\n`).join(''))
    }

    const known = await knownRuns(core, store, guard.openEndings, 0)
    fs.rmSync(root, {force: true, recursive: true})
    expect(known.map(run => run.open).sort()).toEqual([false, true])
    for (const run of known) {
      expect(run.apps).toEqual(['acme-sync'])
      expect(run.addons[0]).toBe('postgresql-curved-10001')
      expect(run.addons).toHaveLength(2)
    }
  })
})
