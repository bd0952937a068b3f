import fs from 'node:fs'

import {describe, expect, it} from 'vitest'

import type {Guard} from '../../src/core.js'
import {judge, judgeTopic, NOTHING, type Ports, tooLate} from '../../src/guard/judge.js'
import type {Seen} from '../../src/guard/look.js'
import type {Known} from '../../src/guard/runs.js'

const guard = JSON.parse(fs.readFileSync(new URL('../../hooks/guard.json', import.meta.url), 'utf8')) as Guard

const SUM = 'a'.repeat(64)

const live: Seen = {
  connections: ['herokuconnect-angular-20001'],
  services: new Map([
    ['DATABASE', 'heroku-postgresql'],
    ['heroku-redis', 'heroku-redis'],
    ['herokuconnect-angular-20001', 'herokuconnect'],
    ['postgresql-curved-10001', 'heroku-postgresql'],
    ['REDIS', 'heroku-redis'],
  ]),
}

const closed: Known = {addons: ['postgresql-curved-10001'], apps: ['acme-sync'], open: false, plan: () => SUM, run: 'rabc2345'}
const open: Known = {...closed, open: true}

type World = {env?: NodeJS.ProcessEnv; runs?: Known[]; seen?: Seen | null}

/** Surroundings that count how often the network was used. */
function ports({env = {}, runs = [], seen = live}: World): Ports & {looks: boolean[]} {
  const looks: boolean[] = []
  return {
    env,
    git: {configured: async () => null, remotes: async () => []},
    async look(_app, addonsToo) {
      looks.push(addonsToo)
      return seen
    },
    looks,
    printable: text => `<${text}>`,
    runs: async () => runs,
  }
}

const block = {HEROKU_CONNECT_GUARD: 'block'}

/** Judges words behind `heroku`. */
const judged = (typed: string, world: World = {}) => {
  const [id = '', ...argv] = typed.split(' ')
  return judge(guard, id, argv, ports(world))
}

/** Words that make each watched command dangerous. */
const DANGEROUS: {[id: string]: string} = {
  'addons:attach': ' postgresql-curved-10001 --as DATABASE',
  'addons:create': ' heroku-postgresql:standard-0 --fork DATABASE',
  'addons:destroy': ' postgresql-curved-10001',
  'addons:detach': ' DATABASE',
  'addons:upgrade': ' DATABASE standard-2',
  'ps:scale': ' web=2',
}

describe('a watched command on an app that Connect uses', () => {
  it.each(Object.keys(guard.commands).filter(id => !guard.commands[id]?.onlyOpen))('%s is spoken of and goes on', async id => {
    const {stops, text} = await judged(`${id}${DANGEROUS[id] ?? ''} -a acme-sync`)
    expect(stops).toBe(false)
    expect(text).toContain('Heroku Connect uses acme-sync (herokuconnect-angular-20001).')
    expect(text).toContain(guard.commands[id]?.what)
    expect(text).toContain('heroku connect:')
    expect(text).toContain(`\`heroku ${id}\` goes on.`)
    expect(text).toContain('HEROKU_CONNECT_GUARD=off')
    expect(text).not.toMatch(/\{\w+\}/)
  })

  it.each(Object.keys(guard.commands))('%s is spoken of while a run is open, and nothing is asked', async id => {
    const around = ports({runs: [closed, open]})
    const {text} = await judge(guard, id, [...(DANGEROUS[id] ?? '').split(' ').slice(1), '-a', 'acme-sync'], around)
    expect(text).toContain('Run rabc2345 is open on acme-sync')
    expect(text).not.toMatch(/\{\w+\}/)
    expect(around.looks).toEqual([])
  })

  it('is stopped in block mode, with the code of what is blocked', async () => {
    const {exitCode, stops, text} = await judged('pg:promote X -a acme-sync', {env: block})
    expect({exitCode, stops}).toEqual({exitCode: 10, stops: true})
    expect(text).toContain('`heroku pg:promote` was not started.')
    expect(text).toMatch(/HEROKU_CONNECT_GUARD=warn, or off/)
  })

  it('is not spoken of in off mode, nor in a runbook of ours', async () => {
    const runbook = {...block, HEROKU_CONNECT_GUARD_PLAN: SUM}
    for (const env of [{HEROKU_CONNECT_GUARD: 'off'}, runbook]) {
      const around = ports({env, runs: [open]})
      expect(await judge(guard, 'pg:promote', ['-a', 'acme-sync'], around)).toEqual(NOTHING)
      expect(around.looks).toEqual([])
    }
  })

  it('is stopped although a plan is named: no run of it is open', async () => {
    const env = {...block, HEROKU_CONNECT_GUARD_PLAN: SUM}
    for (const runs of [[], [closed], [{...open, plan: () => 'b'.repeat(64)}], [{...open, plan: () => null}]]) {
      const {stops, text} = await judged('pg:promote X -a acme-sync', {env, runs})
      expect(stops).toBe(true)
      expect(text).toContain('HEROKU_CONNECT_GUARD_PLAN is not')
    }
  })

  it.each(['yes', SUM.slice(1), SUM.toUpperCase(), `${SUM}\n`])('is stopped although the plan is %j', async plan => {
    const {stops, text} = await judged('pg:promote X -a acme-sync', {env: {...block, HEROKU_CONNECT_GUARD_PLAN: plan}})
    expect(stops).toBe(true)
    expect(text).toContain('HEROKU_CONNECT_GUARD_PLAN is not')
  })

  it('is warned of in a mode that does not exist, and that is said', async () => {
    const {stops, text} = await judged('pg:promote X -a acme-sync', {env: {HEROKU_CONNECT_GUARD: 'BLOCK'}})
    expect(stops).toBe(false)
    expect(text).toContain('HEROKU_CONNECT_GUARD is block, warn or off')
  })

  it('is made harmless, line by line', async () => {
    const {text} = await judged('pg:promote X -a acme-sync')
    for (const line of text.split('\n')) expect(line).toMatch(/^<.*>$/)
  })
})

describe('nothing is said', () => {
  it.each([
    'pg:info -a acme-sync',
    'addons:create heroku-postgresql:standard-0 -a acme-sync',
    'addons:create heroku-redis:mini --fork REDIS -a acme-sync',
    'addons:destroy REDIS heroku-redis --confirm acme-sync -a acme-sync',
    'addons:upgrade heroku-redis:premium-0 -a acme-sync',
    'addons:upgrade herokuconnect-angular-20001 herokuconnect:enterprise -a acme-sync',
    'maintenance:off -a acme-sync',
    'ps:scale web=0 -a acme-sync',
    'pg:promote X',
  ])('of %s', async typed => {
    expect(await judged(typed)).toEqual(NOTHING)
  })

  it.each(['ps:scale -a acme-1', 'pg:promote X -a other'])(
    'of %s while a run is open on another app, or nothing is changed',
    async typed => {
      const runs = [open, {...open, apps: ['acme-1']}]
      expect(await judged(typed, {runs, seen: {...live, connections: []}})).toEqual(NOTHING)
    },
  )

  it('of an app without a connection, whatever a run of long ago knows', async () => {
    expect(await judged('pg:promote X -a acme-sync', {runs: [closed], seen: {...live, connections: []}})).toEqual(NOTHING)
  })

  it('of an app that could not be looked at, but that it could not in block mode, where the command goes on', async () => {
    expect(await judged('pg:promote X -a acme-sync', {seen: null})).toEqual(NOTHING)
    const {stops, text} = await judged('pg:promote X -a acme-sync', {env: block, seen: null})
    expect(stops).toBe(false)
    expect(text).toContain('Whether Heroku Connect uses acme-sync could not be seen')
  })
})

describe('what is known', () => {
  it('is looked up once, and add-ons only for commands that name one', async () => {
    const around = ports({})
    await judge(guard, 'pg:promote', ['-a', 'acme-sync'], around)
    await judge(guard, 'addons:detach', ['DATABASE', '-a', 'acme-sync'], around)
    expect(around.looks).toEqual([false, true])
  })

  it('of a run is remembered where nobody answers', async () => {
    const {stops, text} = await judged('pg:promote X -a acme-sync', {env: block, runs: [closed], seen: null})
    expect(stops).toBe(true)
    expect(text).toContain('Heroku Connect used acme-sync when run rabc2345 was made')
  })

  it('of the database of a run tells its app where none was named', async () => {
    const {text} = await judged('addons:destroy postgresql-curved-10001', {runs: [closed]})
    expect(text).toContain('Heroku Connect uses acme-sync')
  })

  it('speaks of an add-on of which nothing is known', async () => {
    const {text} = await judged('addons:destroy REDIS other-app::DATABASE -a acme-sync')
    expect(text).toContain('Heroku Connect uses acme-sync')
  })

  it('finds flags that are passed on', async () => {
    const {text} = await judged('addons:create heroku-postgresql:standard-0 -a acme-sync -- --follow=DATABASE')
    expect(text).toContain('Heroku Connect uses acme-sync')
  })

  it('holds no sentence of an outside text', async () => {
    const seen = {...live, connections: ['{run}\u001B[2J']}
    const around = {...ports({seen}), printable: (text: string) => text.replaceAll('\u001B', '?')}
    const {text} = await judge(guard, 'pg:promote', ['-a', 'acme-sync'], around)
    expect(text).not.toContain('\u001B')
  })
})

describe('what looks like a command', () => {
  it('is explained', () => {
    const {stops, text} = judgeTopic(guard, 'pg:upgrade', ['DATABASE', '-a', 'acme-sync'], {})
    expect(stops).toBe(false)
    expect(text).toContain('upgrades nothing and ends with exit code 0')
    expect(text).toContain('heroku connect:upgrade-db')
    expect(text).not.toMatch(/\{\w+\}/)
  })

  it('is stopped in block mode', () => {
    expect(judgeTopic(guard, 'pg:upgrade', [], block)).toMatchObject({exitCode: 10, stops: true})
  })

  it.each([
    ['pg:upgrade', ['--help'], {}],
    ['pg:upgrade', [], {HEROKU_CONNECT_GUARD: 'off'}],
    ['pg:info', [], {}],
  ])('is not: %s %j %j', (typed, argv, env) => {
    expect(judgeTopic(guard, typed, argv, env)).toEqual(NOTHING)
  })
})

describe('what comes too late', () => {
  it('is only spoken of in block mode, and stops nothing', () => {
    expect(tooLate(guard, 'pg:promote', ['-a', 'acme-sync'], {})).toEqual(NOTHING)
    const {stops, text} = tooLate(guard, 'pg:promote', ['-a', 'acme-sync'], block)
    expect(stops).toBe(false)
    expect(text).toContain('acme-sync could not be seen in time')
    expect(tooLate(guard, 'pg:promote', ['-a', 'a\u001B[2J'], block).text).toContain('uses the app could not')
  })
})
