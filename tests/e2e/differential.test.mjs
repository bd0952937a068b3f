/**
 * The same run in memory and in the sandbox: the same steps, the same conditions held in each, the same ending.
 *
 * The lists come from the run in memory: `UPDATE=1 cargo test -p connect-model --test visited` writes them.
 */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {after, before, describe, test} from 'node:test'
import {root} from '../../scripts/lib/paths.mjs'
import {entries} from '../../scripts/start/journal.mjs'
import {openBox, upgrade} from './support/box.mjs'

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

for (const scenario of ['upgrade-follower', 'upgrade-custom-db-key', 'upgrade-custom-alias']) {
  describe(`${scenario}, in memory and for real`, {timeout: 900_000}, () => {
    let box
    let result
    before(async () => {
      box = await openBox({scenario})
      result = await box.heroku(upgrade, {patience: 600})
    })
    after(() => box?.close())

    test('the same ending', () => {
      assert.equal(result.code, inMemory(scenario).exitCode, result.stdout + result.stderr)
    })

    test('the same steps, with the same conditions held', () => {
      const [run] = box.runs()
      const journal = entries(box.home, run)
      const {ending, steps} = inMemory(scenario)
      assert.deepEqual(course(journal), steps)
      assert.equal(journal.at(-1).ending, ending)
    })
  })
}
