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

/** One fact, the app is back: a real dyno may be up at the first look or at a later one, so which of these tells it is not compared. */
const back = new Set(['dynos_listed@1', 'some_up@2', 'dynos_up@3'])
const comingBack = new Set(['reopen-dynos', 'first-web-dyno', 'dynos-up'])

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

/** The course without the place where the app was seen to be back, and whether it was seen. */
function whereverBack(steps) {
  let seen = false
  const course = steps.map(({held, step}) => {
    if (!comingBack.has(step)) return {held, step}
    seen ||= held.some(name => back.has(name))
    return {held: held.filter(name => !back.has(name)), step}
  })
  return {course, seen}
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
  assert.deepEqual(whereverBack(course(journal)), whereverBack(steps))
  assert.equal(journal.at(-1).ending, ending)
}
