/** A fresh sandbox with a home of its own, and what is read from it afterwards. */
import path from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {Problem} from '../../scripts/lib/problem.mjs'
import {linkPlugin} from '../../scripts/start/cli.mjs'
import {cliEnvironment} from '../../scripts/start/environment.mjs'
import {makeFolder, removeFolder} from '../../scripts/start/folder.mjs'
import {control, openSandbox} from '../../scripts/start/sandbox.mjs'
import {judge} from '../../scripts/start/verdict.mjs'
import {acknowledgements, writeStopped} from './writers.mjs'

const settleMs = 3000

/** Scenario of all upgrades. */
export const scenario = 'upgrade-follower'
export const app = 'acme-sync'
export const version = '17'

/**
 * Runs `body` in a sandbox in which everybody has written for a while.
 * @template T
 * @param {(stage: {sandbox: object, env: Record<string, string>, folder: string, home: string}) => Promise<T>} body
 */
export async function onStage(body) {
  const folder = makeFolder()
  const home = path.join(folder, 'home')
  const sandbox = await openSandbox({folder, scenario, seed: 1})
  try {
    const env = cliEnvironment(home, sandbox.env, {NO_COLOR: '1'})
    await linkPlugin(env)
    await pause(settleMs)
    return await body({env, folder, home, sandbox})
  } finally {
    await sandbox.close()
    removeFolder(folder)
  }
}

/**
 * What an upgrade cost its writers and which parts of that no procedure can avoid. Waits until somebody wrote on the new
 * server.
 * @param {object} sandbox
 * @param {string} original database add-on that the app began with
 */
export async function cost(sandbox, original) {
  const {acks, databases} = await control(sandbox, 'manifest')
  const {world} = await control(sandbox, 'world')
  const current = world.apps[app].configVars.DATABASE_URL
  const server = addon => new URL(databases.find(database => database.addon === addon).url).host
  const window = await firstWrite(() => writeStopped(acknowledgements(acks), server(original), server(current)))
  const {jobs} = await control(sandbox, 'jobs')
  const within = jobs.filter(job => job.ended >= window.from && job.began <= window.to)
  return {
    unavoidable: {
      releases: span(within.filter(job => job.what.startsWith('the release phase'))),
      startDynos: span(within.filter(job => job.what.startsWith('starting '))),
      stopDynos: span(within.filter(job => job.what.startsWith('stopping '))),
      upgrade: span(within.filter(job => job.what.startsWith(`promoting ${current} and upgrading`))),
    },
    window,
  }
}

/** The ledger's opinion of it: a procedure that is quick because it loses writes has not won. */
export async function opinion(sandbox) {
  const {pass, text} = await judge(sandbox, {undone: false, version})
  const failed = text.split('\n').filter(line => line.startsWith('FAIL'))
  return {failed: failed.map(line => line.replace(/^FAIL\s+/, '')), pass}
}

async function firstWrite(look) {
  const end = performance.now() + 30_000
  for (;;) {
    const window = look()
    if (window) return window
    if (performance.now() > end) {
      throw new Problem('No client wrote on the new database within half a minute of the upgrade.', {exitCode: 1})
    }

    await pause(100)
  }
}

/** From the first beginning to the last end. */
function span(jobs) {
  if (jobs.length === 0) return 0
  return Math.max(...jobs.map(job => job.ended)) - Math.min(...jobs.map(job => job.began))
}
