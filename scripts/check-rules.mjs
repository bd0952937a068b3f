/**
 * `npm run check:rules [-- CODE...]`: leaves out one rule of `docs/failure-modes.md` at a time, and looks whether a test that its row names
 * notices.
 */
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {root} from './lib/paths.mjs'
import {main, Problem} from './lib/problem.mjs'
import {say, step} from './lib/progress.mjs'
import {noticed} from './rules/notice.mjs'
import {suites} from './rules/suites.mjs'
import {failed, table, trials} from './rules/table.mjs'
import {setUp} from './setup/index.mjs'

const usage = `npm run check:rules
             -- CODE...        only these (default: every code of docs/failure-modes.md)`

await main(async () => {
  const asked = process.argv.slice(2)
  if (asked.some(one => one.startsWith('-'))) throw new Problem(usage, {exitCode: asked.includes('--help') ? 0 : 2})
  await setUp(['rust', 'nextest', 'postgres'])
  const modes = JSON.parse(readFileSync(path.join(root, 'tests/model/failure-modes.json'), 'utf8'))
  const all = trials(modes)
  const unknown = asked.filter(code => all.every(one => one.code !== code))
  if (unknown.length > 0) throw new Problem(`${unknown.join(', ')}: no row of docs/failure-modes.md has it.\n\n${usage}`, {exitCode: 2})
  const chosen = all.filter(({code}) => asked.length === 0 || asked.includes(code))
  const known = await step('tests', 'minutes the first time', note => suites(note))

  const results = []
  for (const trial of chosen) {
    const result = {...trial, ...(await noticed(trial, known))}
    results.push(result)
    say(`  ${results.length}/${chosen.length} ${trial.code}: ${result.outcome}`)
  }

  process.stdout.write(`\n${table(results)}\n`)
  return failed(results) ? 1 : 0
})
