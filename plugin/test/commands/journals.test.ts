/** Which journals a command reads, and what the core gets of them. */
import fs from 'node:fs'
import fsp from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

import {Config} from '@oclif/core'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'

import RunsAbort from '../../src/commands/connect/runs/abort.js'
import RunsFinish from '../../src/commands/connect/runs/finish.js'
import Runs from '../../src/commands/connect/runs/index.js'
import RunsInfo from '../../src/commands/connect/runs/info.js'
import RunsResume from '../../src/commands/connect/runs/resume.js'
import UpgradeDb from '../../src/commands/connect/upgrade-db.js'
import type {Command, Context, StoredRun} from '../../src/core.js'
import {ScriptedSession} from '../support/core.js'
import {kill, living} from '../support/process.js'

const RUN = 'rabc2345'
const OTHER = 'rdef2345'
const SALT = 'd'.repeat(64)

const core = vi.hoisted(() => ({
  began(): void {},
  runs: null as StoredRun[] | null,
}))

/** The built core says which journals it wants; its session only takes them. */
vi.mock('../../src/core.js', async original => ({
  ...(await original<typeof import('../../src/core.js')>()),
  loadCore: async () => ({
    ...(await (await original<typeof import('../../src/core.js')>()).loadCore()),
    session(_command: Command, context: Context) {
      core.runs = context.runs
      core.began()
      return new ScriptedSession([{ending: 'done', exitCode: 0, kind: 'done'}])
    },
  }),
}))

let config: Config
let home: string
let root: string

const lockOf = (run: string): string => path.join(root, 'runs', run, 'lock')
const stored = (run: string): StoredRun => ({head: `head of ${run}`, journal: `{"of":"${run}"}\n`, open: false, runId: run})

/** Puts a run on disk that nobody drives. */
function keep(run: string): void {
  fs.mkdirSync(path.join(root, 'runs', run), {recursive: true})
  fs.writeFileSync(path.join(root, 'runs', run, 'journal.jsonl'), stored(run).journal)
  fs.writeFileSync(path.join(root, 'runs', run, 'salt'), `${SALT}\n`)
  fs.writeFileSync(lockOf(run), JSON.stringify({birth: null, head: stored(run).head, host: null, pid: null, startedAt: null}))
}

/** What an asynchronous call read or listed below the folder of all runs, as it goes on. */
function watch(): Set<string> {
  const seen = new Set<string>()
  for (const name of ['open', 'readFile', 'readdir'] as const) {
    const real = fsp[name] as (...args: unknown[]) => unknown
    vi.spyOn(fsp, name).mockImplementation((async (...args: unknown[]) => {
      const below = path.relative(root, String(args[0]))
      if (!below.startsWith('..')) seen.add(below)
      return real(...args)
    }) as never)
  }

  return seen
}

/** Runs that were read. */
const foldersOf = (seen: Set<string>): string[] =>
  [...new Set([...seen].map(one => one.split(path.sep)[1]).filter(one => one !== undefined))].sort()

/** Everything below the folder of all runs. */
function everything(): Record<string, string> {
  const files = fs.readdirSync(root, {recursive: true, withFileTypes: true}).filter(one => one.isFile())
  return Object.fromEntries(files.map(one => path.join(one.parentPath, one.name)).map(file => [file, fs.readFileSync(file, 'utf8')]))
}

beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'hcm-journals-'))
  process.env.XDG_DATA_HOME = home
  config = await Config.load({root: fileURLToPath(new URL('../..', import.meta.url))})
  root = path.join(config.dataDir, 'connect-maintenance')
  core.began = () => {}
  core.runs = null
  keep(RUN)
  keep(OTHER)
})

afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(home, {recursive: true})
})

describe('a command that begins something', () => {
  it('reads no journal', async () => {
    const seen = watch()
    await UpgradeDb.run(['--app', 'acme'], config)
    expect(core.runs).toEqual([])
    expect([...seen]).toEqual([])
  })
})

describe('the list', () => {
  it.each([[[]], [['--app', 'acme']]])('reads all, whatever the core will show of them: %j', async argv => {
    const before = everything()
    const seen = watch()
    await Runs.run(argv, config)
    expect(core.runs).toEqual([stored(RUN), stored(OTHER)])
    expect(foldersOf(seen)).toEqual([RUN, OTHER])
    expect(everything()).toEqual(before)
  })
})

describe('the account of one run', () => {
  it('reads all, because a later one may have destroyed what it left, and takes nothing over', async () => {
    const before = everything()
    const seen = watch()
    await RunsInfo.run([RUN], config)
    expect(core.runs).toEqual([stored(RUN), stored(OTHER)])
    expect(foldersOf(seen)).toEqual([RUN, OTHER])
    expect(everything()).toEqual(before)
  })

  it('is given while another process drives it', async () => {
    const other = await living()
    const lock = {birth: null, head: 'h', host: os.hostname(), pid: other.pid, startedAt: '2026-11-22T18:00:00.000Z'}
    fs.writeFileSync(lockOf(RUN), JSON.stringify(lock))
    await RunsInfo.run([RUN], config)
    expect(core.runs?.[0]).toEqual({...stored(RUN), head: 'h', open: true})
    expect(JSON.parse(fs.readFileSync(lockOf(RUN), 'utf8'))).toEqual(lock)
    await kill(other)
  })
})

const GOING_ON = [
  ['resume', RunsResume, []],
  ['abort', RunsAbort, []],
  ['finish', RunsFinish, [OTHER]],
] as const

describe.each(GOING_ON)('%s', (_, command, others) => {
  it('takes its run over before the core sees it, and lets go of it at the end', async () => {
    let held: unknown
    core.began = () => {
      held = JSON.parse(fs.readFileSync(lockOf(RUN), 'utf8'))
    }

    const seen = watch()
    await command.run([RUN], config)
    expect(held).toMatchObject({head: stored(RUN).head, host: os.hostname(), pid: process.pid})
    expect(core.runs).toEqual([stored(RUN), ...others.map(run => stored(run))])
    expect(foldersOf(seen)).toEqual([RUN, ...others])
    expect(JSON.parse(fs.readFileSync(lockOf(RUN), 'utf8'))).toMatchObject({head: stored(RUN).head, pid: null})
  })

  it('sees what was written until it had the lock', async () => {
    const real = fsp.open
    vi.spyOn(fsp, 'open').mockImplementation(async (name, ...rest) => {
      // Whoever drove the run wrote its last line just before it let go.
      if (String(name).endsWith('journal.jsonl')) fs.appendFileSync(name as string, '{"last":1}\n')
      return real(name, ...rest)
    })
    await command.run([RUN], config)
    expect(core.runs?.[0]).toEqual({...stored(RUN), journal: `${stored(RUN).journal}{"last":1}\n`})
  })

  it('of a run that is not there makes nothing', async () => {
    const before = everything()
    await command.run(['rnone234'], config)
    expect(core.runs).toEqual(others.length === 0 ? [] : [stored(RUN), stored(OTHER)])
    expect(everything()).toEqual(before)
    expect(fs.readdirSync(path.join(root, 'runs'))).toEqual([RUN, OTHER])
  })
})

describe('the name of a run', () => {
  it.each([...GOING_ON, ['info', RunsInfo, [OTHER]] as const])('is no way to another folder: %s', async (_, command, others) => {
    fs.cpSync(path.join(root, 'runs', RUN), path.join(root, 'elsewhere'), {recursive: true})
    const before = everything()
    const seen = watch()
    for (const name of ['../elsewhere', `./${RUN}`, `${OTHER}/../${RUN}`, `${RUN}/`, RUN.toUpperCase(), '']) {
      await command.run([name], config)
      expect(core.runs).toEqual(others.length === 0 ? [] : [stored(RUN), stored(OTHER)])
    }

    expect([...seen].filter(file => others.length === 0 || file.startsWith('elsewhere'))).toEqual([])
    expect(everything()).toEqual(before)
  })
})
