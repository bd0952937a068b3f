/** One sandbox and one private home of the real CLI, for the tests of one file. */
import assert from 'node:assert/strict'
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync} from 'node:fs'
import path from 'node:path'
import {runs} from '../../../scripts/lib/paths.mjs'
import {hash} from '../../../scripts/lib/stamp.mjs'
import {linkPlugin, startCli} from '../../../scripts/start/cli.mjs'
import {cliEnvironment, runsFolder} from '../../../scripts/start/environment.mjs'
import {makeFolder, removeFolder} from '../../../scripts/start/folder.mjs'
import {control, openSandbox} from '../../../scripts/start/sandbox.mjs'
import {judge} from '../../../scripts/start/verdict.mjs'

/** App, database and Connect add-on of the scenario `upgrade-follower`. */
export const names = {app: 'acme-sync', connect: 'herokuconnect-angular-20001', leader: 'postgresql-curved-10001'}

/** The command that most tests are about. The sandbox is quick: looking once a second is often enough, and seldom enough. */
export const upgrade = [
  'connect:upgrade-db',
  '--app',
  names.app,
  '--version',
  '17',
  '--confirm',
  names.app,
  '--no-hold',
  '--wait-interval',
  '1',
]

/** A home in which the real CLI has linked the plugin: made once for this plugin and this CLI, copied for each box. */
async function linkedHome() {
  const linked = path.join(runs, `linked-${hash(['node_modules/heroku/package.json', 'plugin/package.json']).slice(0, 12)}`)
  if (existsSync(linked)) return linked
  const fresh = scratch('linking')
  try {
    // No request is made by linking; the variables only keep the CLI from looking around.
    await linkPlugin(
      cliEnvironment(fresh, {
        DISABLE_TELEMETRY: 'true',
        HEROKU_DISABLE_AUTOUPDATE: 'true',
        HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
        IS_HEROKU_TEST_ENV: 'true',
      }),
    )
    // The tests of another file may be doing the same.
    if (!existsSync(linked)) renameSync(fresh, linked)
  } catch (error) {
    if (error.code !== 'ENOTEMPTY') throw error
  } finally {
    removeFolder(fresh)
  }

  return linked
}

/**
 * Opens a sandbox with its own home.
 * @param {{scenario?: string, faults?: string[], seed?: number, paper?: boolean}} [options]
 *   `paper`: for tests that only ask over HTTP; without servers there is nothing that the ledger could judge
 */
export async function openBox({scenario = 'upgrade-follower', faults = [], seed = 1, paper = false} = {}) {
  const folder = makeFolder()
  const linked = await linkedHome()
  const sandbox = await openSandbox({faults, folder, paper, scenario, seed})
  return new Box(folder, linked, sandbox)
}

/**
 * Runs `body` with a box of its own.
 * @param {(box: Box) => Promise<void>} body
 * @param {Parameters<typeof openBox>[0]} [options]
 */
export async function inBox(body, options) {
  const box = await openBox(options)
  try {
    await body(box)
  } finally {
    await box.close()
  }
}

/** A sandbox, a home, and what tests ask of them. */
class Box {
  constructor(folder, linked, sandbox, name = 'home') {
    this.folder = folder
    this.home = path.join(folder, name)
    this.linked = linked
    this.sandbox = sandbox
    cpSync(linked, this.home, {recursive: true})
  }

  /** Another machine, which shares nothing with this one but the sandbox. */
  another() {
    return new Box(this.folder, this.linked, this.sandbox, 'another-home')
  }

  /** Environment of the CLI. */
  env(more = {}) {
    return cliEnvironment(this.home, this.sandbox.env, {NO_COLOR: '1', ...more})
  }

  /** Runs `heroku ...` without a terminal; a call that takes longer than `patience` seconds hangs, even on a busy machine. */
  async heroku(args, {env, input, patience = 900} = {}) {
    const started = this.start(args, {env, input})
    const timer = setTimeout(() => started.child.kill('SIGKILL'), patience * 1000)
    try {
      const result = await started.done
      assert.notEqual(
        result.signal,
        'SIGKILL',
        `heroku ${args.join(' ')} did not end within ${patience} s:\n${result.stdout}\n${result.stderr}`,
      )
      return result
    } finally {
      clearTimeout(timer)
    }
  }

  /** Starts `heroku ...` in a process group of its own. */
  start(args, {env, input} = {}) {
    return startCli(args, {cwd: this.folder, env: this.env(env), group: true, input})
  }

  /** Runs `heroku ...`, which must end with 0; gives its stdout. */
  async ok(...args) {
    const result = await this.heroku(args)
    assert.equal(result.code, 0, `heroku ${args.join(' ')}\n${result.stdout}\n${result.stderr}`)
    return result.stdout
  }

  /** Runs `heroku ...` and gives both streams as one text; the exit code must be this one. */
  async fails(code, ...args) {
    const result = await this.heroku(args)
    assert.equal(result.code, code, `heroku ${args.join(' ')}\n${result.stdout}\n${result.stderr}`)
    return result.stdout + result.stderr
  }

  /** The world as the sandbox sees it. */
  world() {
    return control(this.sandbox, 'world')
  }

  /** All requests that the server saw. */
  async requests() {
    return (await control(this.sandbox, 'requests')).requests
  }

  /** Arms a fault. */
  fault(fault) {
    return control(this.sandbox, 'faults', {body: {fault}, method: 'POST'})
  }

  /** Disarms all faults between client and server. */
  mend() {
    return control(this.sandbox, 'faults', {method: 'DELETE'})
  }

  /** The ledger's verdict; the text of a failed one is in the assertion. */
  async judged({kept = false, undone = false, version = undone || kept ? '15' : '17', ...more} = {}) {
    const verdict = await judge(this.sandbox, {kept, undone, version, ...more})
    assert.ok(verdict.pass, `${verdict.text}\nquiet: ${JSON.stringify(verdict.quiet)}`)
    return verdict
  }

  /** Ids of the runs in the plugin's folder. */
  runs() {
    const folder = runsFolder(this.home)
    return existsSync(folder) ? readdirSync(folder) : []
  }

  /** Journal file of a run. */
  journal(run) {
    return path.join(runsFolder(this.home), run, 'journal.jsonl')
  }

  /** Files below the plugin's data folder, and what is in them. */
  files() {
    const all = []
    const walk = folder => {
      for (const name of readdirSync(folder)) {
        const file = path.join(folder, name)
        if (statSync(file).isDirectory()) walk(file)
        else all.push({file, mode: statSync(file).mode & 0o777, text: readFileSync(file, 'utf8')})
      }
    }

    if (existsSync(runsFolder(this.home))) walk(runsFolder(this.home))
    return all
  }

  /** Ends the sandbox; its files go too, unless the environment asks to keep them. */
  async close() {
    const ended = await this.sandbox.close()
    if (!process.env.CONNECT_KEEP) removeFolder(this.folder)
    return ended
  }
}

/** Folder for files of a test outside any box. */
export function scratch(name) {
  mkdirSync(runs, {recursive: true})
  return mkdtempSync(path.join(runs, `${name}-`))
}
