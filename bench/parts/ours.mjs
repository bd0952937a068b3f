/** The upgrade by `heroku connect:upgrade-db`. */
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {Problem} from '../../scripts/lib/problem.mjs'
import {runCli} from '../../scripts/start/cli.mjs'
import {runsFolder} from '../../scripts/start/environment.mjs'
import {runIds} from '../../scripts/start/journal.mjs'
import {control} from '../../scripts/start/sandbox.mjs'
import {app, cost, onStage, opinion, version} from '../lib/stage.mjs'

/** Steps that do nothing but prove something while writers are stopped. */
const proof = new Set(['end-open-sessions', 'follower-replayed', 'position-l0', 'position-l1', 'true-copy'])

/** Runs it once. */
export function ours() {
  return onStage(async ({env, folder, home, sandbox}) => {
    const [{database}] = Object.values((await control(sandbox, 'world')).world.connections)
    const args = ['connect:upgrade-db', '--app', app, '--version', version, '--confirm', app, '--no-hold']
    const result = await runCli(args, {cwd: folder, env})
    if (result.code !== 0) {
      throw new Problem(`heroku ${args.join(' ')} ended with exit code ${result.code}.`, {
        detail: result.stdout + result.stderr,
        exitCode: 1,
      })
    }

    const {unavoidable, window} = await cost(sandbox, database)
    const steps = stepTimes(records(home), window)
    return {
      ledger: await opinion(sandbox),
      parts: {analyze: steps.analyze ?? 0, proof: sum(Object.entries(steps).filter(([step]) => proof.has(step)))},
      steps,
      totalMs: result.ms,
      unavoidable,
      windowMs: window.ms,
    }
  })
}

function records(home) {
  const [run] = runIds(home)
  const text = readFileSync(path.join(runsFolder(home), run, 'journal.jsonl'), 'utf8')
  return text
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line).record)
}

/** Milliseconds of each step within the window, by the times of the journal's records. */
function stepTimes(list, {from, to}) {
  const began = new Map()
  const times = {}
  for (const {at, entry} of list) {
    if (entry.kind === 'entered') began.set(entry.step, at)
    if (entry.kind !== 'stepDone' || !began.has(entry.step)) continue
    const ms = Math.min(at, to) - Math.max(began.get(entry.step), from)
    if (ms > 0) times[entry.step] = ms
  }

  return times
}

function sum(entries) {
  return entries.reduce((total, [, ms]) => total + ms, 0)
}
