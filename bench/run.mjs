/** `npm run bench`: what the upgrade costs its writers, beside the same upgrade by hand; size and start of the plugin. */
import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import * as build from '../scripts/build/index.mjs'
import {root, short} from '../scripts/lib/paths.mjs'
import {main} from '../scripts/lib/problem.mjs'
import {say, step} from '../scripts/lib/progress.mjs'
import * as setup from '../scripts/setup/index.mjs'
import {machine} from './lib/machine.mjs'
import {medians} from './lib/numbers.mjs'
import {asText, tables} from './lib/tables.mjs'
import {readOptions, usage} from './options.mjs'
import {page} from './page.mjs'
import {byHand} from './parts/by-hand.mjs'
import {hooks} from './parts/hooks.mjs'
import {ours} from './parts/ours.mjs'
import {startUp} from './parts/start-up.mjs'
import {wasm} from './parts/wasm.mjs'

await main(async () => {
  const args = process.argv.slice(2)
  const options = readOptions(args)
  if (options.help) return void process.stdout.write(`${usage}\n`)
  await setup.setUp(setup.forSandbox)
  await build.build(build.forSandbox)
  const results = await measure(options, ['npm run bench --', ...args].join(' '))
  const list = tables(results)
  process.stdout.write(`${asText(list)}\n`)
  const file = path.join(root, 'bench', 'results', 'latest.json')
  mkdirSync(path.dirname(file), {recursive: true})
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`)
  say(`\nAll numbers are in ${short(file)}.`)
  if (options.write) writeFileSync(path.join(root, 'docs', 'benchmarks.md'), page(results, list))
  for (const line of results.byHand.ledger.failed) say(`The ledger on the upgrade by hand: ${line}`)
  for (const line of results.ours.ledger.failed) say(`The ledger on ours: ${line}`)
  return results.ours.ledger.pass ? 0 : 1
})

async function measure({launches, upgrades}, command) {
  const results = {at: new Date().toISOString(), command, machine: machine(), rounds: {launches, upgrades}}
  results.wasm = await step('WASM core', `${launches} fresh processes`, () => wasm(launches))
  results.startUp = await step('Start-up', `${launches} of each`, () => startUp(launches))
  results.hooks = await step('Hooks', `${launches} of each`, () => hooks(launches))
  const [mine, others] = [[], []]
  for (let round = 1; round <= upgrades; round++) {
    mine.push(await step(`Upgrade by connect:upgrade-db, ${round} of ${upgrades}`, 'half a minute', ours))
    others.push(await step(`Upgrade by hand, ${round} of ${upgrades}`, 'a minute', byHand))
  }

  const all = list => ({...medians(list), ledger: (list.find(one => !one.ledger.pass) ?? list[0]).ledger})
  return {...results, byHand: all(others), ours: all(mine)}
}
