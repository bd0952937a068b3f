import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

import {Config} from '@oclif/core'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'

import Apply from '../../src/commands/connect/apply.js'
import ChangeField from '../../src/commands/connect/change-field.js'
import ChangePlan from '../../src/commands/connect/change-plan.js'
import Check from '../../src/commands/connect/check.js'
import Doctor from '../../src/commands/connect/doctor.js'
import Preview from '../../src/commands/connect/preview.js'
import Quiesce from '../../src/commands/connect/quiesce.js'
import RunsAbort from '../../src/commands/connect/runs/abort.js'
import RunsFinish from '../../src/commands/connect/runs/finish.js'
import Runs from '../../src/commands/connect/runs/index.js'
import RunsInfo from '../../src/commands/connect/runs/info.js'
import RunsResume from '../../src/commands/connect/runs/resume.js'
import RunsTakeOver from '../../src/commands/connect/runs/take-over.js'
import Snapshot from '../../src/commands/connect/snapshot.js'
import UpgradeDb from '../../src/commands/connect/upgrade-db.js'
import Wait from '../../src/commands/connect/wait.js'
import {CoreError} from '../../src/core.js'
import type {Command, Context, Directive, EffectOf} from '../../src/core.js'
import {ScriptedSession} from '../support/core.js'
import {fakePostgres} from '../support/postgres.js'
import {kill, living} from '../support/process.js'
import {json, serve} from '../support/server.js'

const core = vi.hoisted(() => ({
  asked: [] as Array<{command: Command; context: Context}>,
  redacted: [] as string[],
  script: [] as Directive[],
  session: null as ScriptedSession | null,
}))

/** The built core, but for what it would decide and what would then be sent. */
vi.mock('../../src/core.js', async original => ({
  ...(await original<typeof import('../../src/core.js')>()),
  loadCore: async () => ({
    ...(await (await original<typeof import('../../src/core.js')>()).loadCore()),
    redact(_body: unknown, _reads: unknown, salt: string) {
      core.redacted.push(salt)
      return null
    },
    session(command: Command, context: Context) {
      core.asked.push({command, context})
      core.session = new ScriptedSession(core.script)
      return core.session
    },
  }),
}))

const staying = vi.hoisted(() => ({choice: 'resume', due: [] as number[]}))

vi.mock('../../src/pause.js', () => ({
  async stay(due: number) {
    staying.due.push(due)
    return staying.choice
  },
}))

const root = fileURLToPath(new URL('../..', import.meta.url))
let config: Config
let home: string

const done = (exitCode = 0): Directive => ({ending: 'done', exitCode, kind: 'done'})
const append = (id: number): Directive => ({head: `h${id}`, id, kind: 'append', line: `{"n":${id}}`, runId: 'rabc2345'})
const runFolder = (): string => path.join(config.dataDir, 'connect-maintenance', 'runs', 'rabc2345')

beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'hcm-command-'))
  process.env.XDG_DATA_HOME = home
  config = await Config.load({root})
  core.asked.length = 0
  core.redacted.length = 0
  core.script = [done()]
  staying.choice = 'resume'
  staying.due.length = 0
})

afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(home, {recursive: true})
})

/** Exit code of a failed command, and its message. */
async function failure(running: Promise<unknown>): Promise<{code: number | undefined; message: string}> {
  try {
    await running
  } catch (error) {
    const {message, oclif} = error as Error & {oclif?: {exit?: number}}
    return {code: oclif?.exit, message}
  }

  throw new Error('expected a failure')
}

describe("the operator's words", () => {
  it('reach the core in its units, absent ones as null', async () => {
    const file = path.join(home, 'world.json')
    fs.writeFileSync(file, '\uFEFF{"a": "ä"}\n')
    await UpgradeDb.run(['--app', 'acme'], config)
    await UpgradeDb.run(
      [
        'HEROKU_POSTGRESQL_ROSE',
        '--app=acme',
        '--version',
        '17',
        '--method',
        'follower',
        '--follower',
        'f1',
        '--follower-plan',
        'standard-2',
        '-c',
        'acme',
        '--plan-only',
        '--format',
        'markdown',
        '--out',
        'p.json',
        '--snapshot',
        file,
        '--plan-sha256',
        'ab12',
        '--json',
        '--wait-interval',
        '3',
        '--max-downtime',
        '2m',
        '--no-hold',
        '--downtime-at',
        '2026-11-22T23:00:00Z',
        '--downtime-before',
        '2026-11-23T01:00:00+01:00',
        '--accept',
        'a/b',
        '--accept',
        'c/d',
        '--move-readers',
        '--wait-aftercare',
        '--adopt',
        '--carry-log',
        '--no-trial-copy',
        '--space-web-zero',
        '--way-back',
        'backup',
      ],
      config,
    )
    expect(core.asked.map(({command}) => command)).toEqual([
      {
        accept: [],
        adopt: false,
        aftercare: {moveReaders: false, noFollowers: false, wait: false},
        app: 'acme',
        carryLog: false,
        confirm: null,
        database: null,
        downtimeAt: null,
        downtimeBefore: null,
        dryrun: false,
        follower: null,
        followerPlan: null,
        format: null,
        hold: null,
        kind: 'upgradeDb',
        maxDowntimeMs: null,
        method: null,
        noTrialCopy: false,
        out: null,
        planOnly: false,
        planSha256: null,
        snapshot: null,
        spaceWebZero: false,
        version: null,
        waitIntervalMs: null,
        wayBack: null,
      },
      {
        accept: ['a/b', 'c/d'],
        adopt: true,
        aftercare: {moveReaders: true, noFollowers: false, wait: true},
        app: 'acme',
        carryLog: true,
        confirm: 'acme',
        database: 'HEROKU_POSTGRESQL_ROSE',
        downtimeAt: Date.UTC(2026, 10, 22, 23),
        downtimeBefore: Date.UTC(2026, 10, 23),
        dryrun: false,
        follower: 'f1',
        followerPlan: 'standard-2',
        format: 'markdown',
        hold: false,
        kind: 'upgradeDb',
        maxDowntimeMs: 120_000,
        method: 'follower',
        noTrialCopy: true,
        out: 'p.json',
        planOnly: true,
        planSha256: 'ab12',
        snapshot: {name: file, text: '{"a": "ä"}\n'},
        spaceWebZero: true,
        version: '17',
        waitIntervalMs: 3000,
        wayBack: 'backup',
      },
    ])
    expect(core.asked.map(({context}) => context.json)).toEqual([false, true])
  })

  it('of a change of plan too, the plan first', async () => {
    await ChangePlan.run(['standard-2', '--app', 'acme'], config)
    await ChangePlan.run(
      [
        'premium-0',
        'ROSE',
        '--app=acme',
        '--at',
        '2026-11-22T23:00:00Z',
        '--hold',
        '--method',
        'in-place',
        '--plan-limits',
        '64,120',
        '--restart-hung',
        '--version',
        '17',
        '--wait-interval',
        '3',
      ],
      config,
    )
    const absent = {
      accept: [],
      aftercare: {moveReaders: false, noFollowers: false, wait: false},
      app: 'acme',
      carryLog: false,
      confirm: null,
      downtimeBefore: null,
      follower: null,
      format: null,
      kind: 'changePlan',
      maxDowntimeMs: null,
      noTrialCopy: false,
      out: null,
      planOnly: false,
      planSha256: null,
      snapshot: null,
      spaceWebZero: false,
    }
    expect(core.asked.map(({command}) => command)).toEqual([
      {
        ...absent,
        at: null,
        database: null,
        hold: null,
        method: null,
        plan: 'standard-2',
        planLimits: null,
        restartHung: false,
        version: null,
        waitIntervalMs: null,
      },
      {
        ...absent,
        at: Date.UTC(2026, 10, 22, 23),
        database: 'ROSE',
        hold: true,
        method: 'in-place',
        plan: 'premium-0',
        planLimits: '64,120',
        restartHung: true,
        version: '17',
        waitIntervalMs: 3000,
      },
    ])
  })

  it('of the other commands too', async () => {
    await Runs.run([], config)
    await Runs.run(['--app', 'acme'], config)
    await RunsInfo.run(['rabc2345'], config)
    await RunsResume.run(['rabc2345', '--hold'], config)
    await RunsResume.run(
      [
        'rabc2345',
        '--downtime-at',
        '2026-11-22T23:00:00Z',
        '--downtime-before',
        '2026-11-23T01:00:00Z',
        '--max-downtime',
        '45m',
        '--verbose',
      ],
      config,
    )
    await RunsAbort.run(['rabc2345'], config)
    await RunsFinish.run(['rabc2345', '--confirm', 'old'], config)
    await Snapshot.run(['world.json', 'ROSE', '--app', 'acme', '--follower', 'f1'], config)
    await Doctor.run(['--app', 'acme'], config)
    await Doctor.run(['ROSE', '--app', 'acme', '--fail-on', 'warn', '--diagnose'], config)
    const file = path.join(home, 'plan.json')
    fs.writeFileSync(file, 'text')
    await Apply.run([file, '--plan-sha256', 'ab12', '--confirm', 'acme', '--no-hold'], config)
    await RunsTakeOver.run(['--app', 'acme', '--confirm', 'acme'], config)
    // What is installed where the tests run.
    const tools = {connectPlugin: false, psql: expect.any(Boolean)}
    expect(core.asked.map(({command}) => command)).toEqual([
      {app: null, kind: 'runs'},
      {app: 'acme', kind: 'runs'},
      {kind: 'info', run: 'rabc2345'},
      {accept: [], downtimeAt: null, downtimeBefore: null, hold: true, kind: 'resume', maxDowntimeMs: null, run: 'rabc2345'},
      {
        accept: [],
        downtimeAt: Date.UTC(2026, 10, 22, 23),
        downtimeBefore: Date.UTC(2026, 10, 23, 1),
        hold: null,
        kind: 'resume',
        maxDowntimeMs: 2_700_000,
        run: 'rabc2345',
      },
      {accept: [], confirm: null, kind: 'abort', run: 'rabc2345'},
      {confirm: 'old', kind: 'finish', run: 'rabc2345'},
      {app: 'acme', database: 'ROSE', follower: 'f1', kind: 'snapshot', needs: null, out: 'world.json'},
      {app: 'acme', database: null, diagnose: false, failOn: null, kind: 'doctor', tools},
      {app: 'acme', database: 'ROSE', diagnose: true, failOn: 'warn', kind: 'doctor', tools},
      {confirm: 'acme', downtimeAt: null, file: {name: file, text: 'text'}, hold: false, kind: 'apply', planSha256: 'ab12'},
      {app: 'acme', confirm: 'acme', database: null, kind: 'takeOver'},
    ])
  })

  it('that change fields arrive with the mapping and its fields', async () => {
    const flags = [
      '--app',
      'acme',
      '--to',
      'string(120)',
      '--remap',
      '--resource',
      'hc-1',
      '--no-hold',
      '--max-downtime',
      '1h',
      '--confirm',
      'acme',
    ]
    await ChangeField.run(['Account', 'Name', 'Rank__c', ...flags], config)
    await ChangeField.run(['--app', 'acme', '--check'], config)
    const shown = {
      accept: [],
      confirm: null,
      format: null,
      out: null,
      planOnly: false,
      planSha256: null,
      snapshot: null,
      waitIntervalMs: null,
    }
    const nothing = {
      all: false,
      app: 'acme',
      check: false,
      database: null,
      downtimeAt: null,
      downtimeBefore: null,
      fields: [],
      hold: null,
      kind: 'changeField',
      mapping: null,
      maxDowntimeMs: null,
      remap: false,
      resource: null,
      shown,
      spaceWebZero: false,
      to: null,
    }
    expect(core.asked.map(({command}) => command)).toEqual([
      {
        ...nothing,
        fields: ['Name', 'Rank__c'],
        hold: false,
        mapping: 'Account',
        maxDowntimeMs: 3_600_000,
        remap: true,
        resource: 'hc-1',
        shown: {...shown, confirm: 'acme'},
        to: 'string(120)',
      },
      {...nothing, check: true},
    ])
  })

  it('that ask for a page arrive with the empty one', async () => {
    const file = path.join(home, 'plan.json')
    fs.writeFileSync(file, 'text')
    await Preview.run([file, '--out', 'plan.html', '--version', '17'], config)
    await Preview.run([file], config)
    await UpgradeDb.run(['--app', 'acme', '--format', 'html'], config)
    await UpgradeDb.run(['--app', 'acme', '--format', 'markdown'], config)
    const given = {name: file, text: 'text'}
    expect(core.asked.slice(0, 2).map(({command}) => command)).toEqual([
      {file: given, kind: 'preview', out: 'plan.html', version: '17'},
      {file: given, kind: 'preview', out: '-', version: null},
    ])
    const pages = core.asked.map(({context}) => context.page?.includes('%%WORDS%%'))
    expect(pages).toEqual([true, true, true, undefined])
  })

  it('that ask to wait for the end of a pause resume what was paused, once it is due', async () => {
    core.script = [append(0), done()]
    const until = '2026-11-22T23:00:00Z'
    await Quiesce.run(['--app', 'acme', '--until', until, '--wait', '--out', '-'], config)
    expect(staying.due).toEqual([Date.parse(until)])
    const [, resumed] = core.asked
    expect(resumed?.command).toMatchObject({app: 'acme', kind: 'resumeSync', overdue: false, run: 'rabc2345'})
    expect(resumed?.command).toMatchObject({shown: {confirm: 'acme', out: null, planOnly: false}})
    expect(core.asked.length).toBe(2)
  })

  it('leave a pause to others when somebody says so, and wait for none where nothing was paused', async () => {
    core.script = [append(0), done()]
    staying.choice = 'leave'
    const left = await failure(Quiesce.run(['--app', 'acme', '--for', '2h', '--wait'], config))
    expect([left.code, core.asked.length]).toEqual([11, 1])
    core.script = [done()]
    staying.due.length = 0
    await Quiesce.run(['--app', 'acme', '--for', '2h', '--wait'], config)
    expect(staying.due).toEqual([])
    expect(await failure(Quiesce.run(['--app', 'acme', '--wait', '--for', '2h', '--json'], config))).toMatchObject({code: 2})
    expect(core.asked.length).toBe(2)
  })

  it('that ask for a condition arrive as they were typed', async () => {
    const file = path.join(home, 'position.json')
    fs.writeFileSync(file, 'text')
    await Check.run(['--list'], config)
    await Check.run(['quiesced', '--app', 'acme', '--json'], config)
    const flags = ['--app', 'acme', '--as', 'MAIN', '--follower', 'f1', '--own-changes', '0', '--plan', 'standard-2']
    await Wait.run(
      ['upgraded', 'ROSE', ...flags, '--since', file, '--version', '17', '--deadline', '1m30s', '--wait-interval', '2'],
      config,
    )
    await Wait.run(['paused', '--app', 'acme'], config)
    const nothing = {
      alias: null,
      app: null,
      condition: null,
      database: null,
      follower: null,
      kind: 'judge',
      list: false,
      ownChanges: null,
      patience: null,
      plan: null,
      since: null,
      version: null,
    }
    expect(core.asked.map(({command}) => command)).toEqual([
      {...nothing, list: true},
      {...nothing, app: 'acme', condition: 'quiesced'},
      {
        alias: 'MAIN',
        app: 'acme',
        condition: 'upgraded',
        database: 'ROSE',
        follower: 'f1',
        kind: 'judge',
        list: false,
        ownChanges: 0,
        patience: {deadlineMs: 90_000, waitIntervalMs: 2000},
        plan: 'standard-2',
        since: {name: file, text: 'text'},
        version: '17',
      },
      {...nothing, app: 'acme', condition: 'paused', patience: {deadlineMs: null, waitIntervalMs: null}},
    ])
    expect(core.asked.map(({context}) => context.json)).toEqual([false, true, false, false])
  })

  it.each([
    ['paused', '--app', 'acme', '--deadline', 'soon'],
    ['paused', '--app', 'acme', '--wait-interval', '0'],
    ['paused', '--app', 'acme', '--own-changes', '-1'],
    ['unwritten-since', '--app', 'acme', '--since', 'no/such/file.json'],
  ])('that say no time, number or file of a wait end with 2: %j %j %j %j %j', async (...argv) => {
    expect((await failure(Wait.run(argv, config))).code).toBe(2)
    expect(core.asked).toEqual([])
  })

  it.each([
    ['--version', '17'],
    ['--app', 'acme', '--downtime-at', 'tomorrow'],
    ['--app', 'acme', '--downtime-at', '2026-13-45T00:00:00Z'],
    ['--app', 'acme', '--wait-interval', '0'],
    ['--app', 'acme', '--max-downtime', '30'],
    ['--app', 'acme', '--downtime-at', '02:00'],
    ['--app', 'acme', '--out', 'no/such/folder/plan.json'],
    ['--app', 'acme', '--method', 'magic'],
  ])('that are no words end with 2: %j %j %j %j', async (...argv) => {
    expect((await failure(UpgradeDb.run(argv.filter(Boolean), config))).code).toBe(2)
    expect(core.asked).toEqual([])
  })

  it.each([
    ['is not there', 'no/such/file.json', /there is no such file/],
    ['is a folder', '.', /it is a folder/],
    ['has no end', '/dev/zero', /larger than any file/],
  ])('that name a file which %s end with 2', async (_, file, why) => {
    for (const running of [
      () => Apply.run([file], config),
      () => UpgradeDb.run(['--app', 'acme', '--version', '17', '--snapshot', file], config),
    ]) {
      const {code, message} = await failure(running())
      expect(code).toBe(2)
      expect(message).toMatch(why)
    }

    expect(core.asked).toEqual([])
  })

  it('that name a folder for a snapshot which is not there end with 2', async () => {
    expect((await failure(Snapshot.run(['no/such/world.json', '--app', 'acme'], config))).code).toBe(2)
    expect((await failure(Doctor.run(['--app', 'acme', '--fail-on', 'always'], config))).code).toBe(2)
    expect(core.asked).toEqual([])
  })

  it('come with what the core must know of this place', async () => {
    await UpgradeDb.run(['--app', 'acme'], config)
    const {context} = core.asked[0]!
    expect(context).toEqual({
      face: {columns: null, local: {offsets: [{from: expect.any(Number) as number, minutes: 0}], zone: ''}, verbose: false},
      holder: expect.stringMatching(/^.+@.+$/) as string,
      interactive: false,
      json: false,
      now: expect.any(Number) as number,
      runId: expect.stringMatching(/^r[a-z2-7]{7}$/) as string,
      runs: [],
    })
  })
})

describe('the end', () => {
  it.each([1, 2, 10, 11, 12, 13, 14, 15])('is the exit code of the core: %d', async code => {
    core.script = [done(code)]
    expect((await failure(UpgradeDb.run(['--app', 'acme'], config))).code).toBe(code)
    expect(core.session?.freed).toBe(true)
  })

  it('of a broken core says that it is a bug, and how to go on', async () => {
    core.script = [append(1)]
    const session = vi.spyOn(ScriptedSession.prototype, 'next')
    session
      .mockImplementationOnce(() => append(1))
      .mockImplementationOnce(() => {
        throw new CoreError('RuntimeError: unreachable', true)
      })
    const {code, message} = await failure(UpgradeDb.run(['--app', 'acme'], config))
    expect(code).toBe(1)
    expect(message).toBe(
      'this is a bug in heroku-connect-maintenance: RuntimeError: unreachable\nrun rabc2345\nheroku connect:runs:resume rabc2345',
    )
    expect(JSON.parse(fs.readFileSync(path.join(runFolder(), 'lock'), 'utf8')).pid).toBeNull()
  })
})

describe('a run', () => {
  it('is kept, and found again with its salt', async () => {
    const server = await serve(json(200, {}))
    process.env.HEROKU_HOST = server.url
    const effect: EffectOf<'http'> = {
      configOf: null,
      kind: 'http',
      mutates: false,
      reads: [],
      request: {api: 'platform', base: null, body: null, headers: {}, method: 'GET', path: '/x'},
      timeoutMs: 2000,
    }
    const perform: Directive = {effect, id: 2, kind: 'perform', runId: 'rabc2345'}
    core.script = [append(1), perform, done(11)]
    expect((await failure(UpgradeDb.run(['--app', 'acme'], config))).code).toBe(11)
    core.script = [append(1), perform, done()]
    await RunsResume.run(['rabc2345'], config)
    await server.close()
    expect(core.asked[1]?.context.runs).toEqual([{head: 'h1', journal: '{"n":1}\n', open: false, runId: 'rabc2345'}])
    expect(core.redacted[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(core.redacted[1]).toBe(core.redacted[0])
  })

  it('that is taken over keeps its salt here, which the core never sees', async () => {
    const salt = 'b'.repeat(64)
    const row = [
      {name: 'runId', oid: 25, text: 'rabc2345'},
      {name: 'salt', oid: 25, text: salt},
    ]
    const database = await fakePostgres(() => ({rows: [row]}))
    const server = await serve(json(200, {DATABASE_URL: `postgres://u:p@127.0.0.1:${database.port}/d`}))
    process.env.HEROKU_HOST = server.url
    const effect: EffectOf<'sql'> = {
      app: 'acme',
      configVar: 'DATABASE_URL',
      expect: null,
      fingerprints: [],
      kind: 'sql',
      lookup: {api: 'platform', base: null, body: null, headers: {}, method: 'GET', path: '/x'},
      mutates: false,
      parameter: null,
      query: 'lock_kept',
      salt: 'given',
      schema: '',
      statements: ['SELECT 1'],
      timeoutMs: 2000,
    }
    core.script = [{effect, id: 1, kind: 'perform', runId: null}, append(2), done(11)]
    expect((await failure(RunsTakeOver.run(['--app', 'acme', '--confirm', 'acme'], config))).code).toBe(11)
    await server.close()
    await database.close()
    expect(fs.readFileSync(path.join(runFolder(), 'salt'), 'utf8').trim()).toBe(salt)
    expect(core.session?.told[0]?.observation).toEqual({kind: 'sql', row: {runId: 'rabc2345'}})
    expect(JSON.stringify([core.asked, core.session?.told])).not.toContain(salt)
  })

  it('that another process drives is left alone, and shown as open', async () => {
    core.script = [append(1), done()]
    await UpgradeDb.run(['--app', 'acme'], config)
    const other = await living()
    const lock = {birth: null, head: 'h1', host: os.hostname(), pid: other.pid, startedAt: '2026-11-22T18:00:00.000Z'}
    fs.writeFileSync(path.join(runFolder(), 'lock'), JSON.stringify(lock))
    core.script = [done()]
    await Runs.run([], config)
    expect(core.asked[1]?.context.runs[0]?.open).toBe(true)
    const {code, message} = await failure(RunsAbort.run(['rabc2345'], config))
    expect(code).toBe(10)
    expect(message).toContain(`is being driven by process ${other.pid}`)
    expect(core.asked).toHaveLength(2)
    await kill(other)
  })

  it('whose salt is gone is not touched', async () => {
    core.script = [append(1), done()]
    await UpgradeDb.run(['--app', 'acme'], config)
    fs.rmSync(path.join(runFolder(), 'salt'))
    expect(await failure(RunsResume.run(['rabc2345'], config))).toMatchObject({
      code: 1,
      message: expect.stringContaining('salt of run rabc2345 is missing') as string,
    })
  })
})

describe('help', () => {
  it('has a lower-case description, examples and the exit codes', () => {
    for (const command of [
      UpgradeDb,
      ChangePlan,
      Apply,
      Snapshot,
      Doctor,
      Runs,
      RunsInfo,
      RunsResume,
      RunsAbort,
      RunsFinish,
      RunsTakeOver,
    ]) {
      expect(command.description).toMatch(/^[a-z]/)
      for (const example of command.examples) expect(example).toMatch(/^# [A-Z].*\n<%= config.bin %> <%= command.id %>/)
      expect(command.enableJsonFlag).toBe(false)
    }

    expect(UpgradeDb.description).toMatch(/^ +14 {2}AN APP IS STOPPED/m)
  })
})

describe('those who do not watch', () => {
  const transcript = new URL('../../../tests/fixtures/transcripts/upgrade-follower.jsonl', import.meta.url)
  const begins = fs
    .readFileSync(transcript, 'utf8')
    .split('\n')
    .map(line => (line === '' ? null : (JSON.parse(line) as {directive?: Directive}).directive))
    .find(directive => directive?.kind === 'append') as Directive

  it('are told by the address that was given, which is nowhere else', async () => {
    const server = await serve(json(200, {}))
    core.script = [begins, {ending: 'paused', exitCode: 11, kind: 'done'}]
    const {code} = await failure(UpgradeDb.run(['--app', 'acme', '--notify-url', `${server.url}/s3cret`], config))
    expect(code).toBe(11)
    expect(server.seen.map(({body, url}) => ({url, ...(JSON.parse(body) as object)}))).toMatchObject([
      {apps: ['acme-sync'], exitCode: 11, occasion: 'personNeeded', url: '/s3cret'},
    ])
    expect(JSON.stringify(core.asked)).not.toContain('s3cret')
    for (const name of fs.readdirSync(home, {recursive: true}) as string[]) {
      const file = path.join(home, name)
      if (fs.statSync(file).isFile()) expect(fs.readFileSync(file, 'utf8')).not.toContain('s3cret')
    }

    await server.close()
  })

  it('and if they are not, that is one line, and the command ends as it would', async () => {
    const server = await serve(json(403, {}))
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    core.script = [begins, done()]
    await RunsResume.run(['rabc2345', '--notify-url', `${server.url}/s3cret`, '--json'], config)
    expect(said.mock.calls.map(([text]) => String(text))).toEqual([
      'nobody was told that the run has ended: the notification was not taken (HTTP 403)\n',
    ])
    await server.close()
  })

  it('have an address that is refused before anything is read', async () => {
    const {code, message} = await failure(UpgradeDb.run(['--app', 'acme', '--notify-url', 'http://example.com/s3cret'], config))
    expect(code).toBe(2)
    expect(message).not.toContain('s3cret')
    expect(core.asked).toEqual([])
  })
})
