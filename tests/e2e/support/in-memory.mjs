/**
 * The same run in memory and in the sandbox: the same steps, the same conditions held in each, the same ending.
 *
 * The lists come from the run in memory: `UPDATE=1 cargo test -p connect-model --test visited` writes them.
 */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {root} from '../../../scripts/lib/paths.mjs'
import {entries} from '../../../scripts/start/journal.mjs'

const silent = new Set(['answered', 'begun', 'entered', 'issued'])

/** What a journal says of its course, step by step; conditions that are waited for together may come true in any order. */
function course(journal) {
  const steps = []
  for (const entry of journal) {
    if (entry.kind === 'entered') steps.push({held: [], step: entry.step})
    if (silent.has(entry.kind)) continue
    const step = entry.step ?? ''
    if (steps.at(-1)?.step !== step) steps.push({held: [], step})
    steps.at(-1).held.push(entry.kind === 'held' ? entry.condition : entry.kind)
  }

  return steps.map(({held, step}) => ({held: [...new Set(held)].sort(), step}))
}

function inMemory(scenario) {
  return JSON.parse(readFileSync(path.join(root, 'tests', 'fixtures', 'differential', `${scenario}.json`), 'utf8'))
}

/**
 * The box's one run went as the run of the scenario in memory did.
 * @param {object} box
 * @param {string} scenario
 * @param {{code: number, stdout: string, stderr: string}} result of the command
 */
export function sameAsInMemory(box, scenario, result) {
  const {ending, exitCode, steps} = inMemory(scenario)
  assert.equal(result.code, exitCode, result.stdout + result.stderr)
  const [run] = box.runs()
  const journal = entries(box.home, run)
  assert.deepEqual(course(journal), steps)
  assert.equal(journal.at(-1).ending, ending)
}
