/** `npm start -- --list`: scenarios and faults. */
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {expectations, nameOf} from '../faults.mjs'
import {programs, scenarios} from '../lib/paths.mjs'
import {must} from '../lib/run.mjs'
import {plays} from './plays.mjs'

const PAUSED = 11
const words = {moved: 'the new database holds everything', undone: 'everything is as before'}

/** Prints the list. */
export async function list() {
  const faults = JSON.parse((await must(programs.sandbox, ['--fault-list'])).stdout)
  const rows = readdirSync(scenarios)
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(path.join(scenarios, name), 'utf8')).description ?? ''])
  const more = Object.entries(plays).map(([name, {description}]) => [name, description])
  table('Scenarios  (npm start -- --scenario NAME)', [...rows, ...more])
  table(
    'Faults  (npm start -- --fault NAME)',
    faults.map(({name, sentence}) => [name, sentence + ending(expectations[nameOf(name)])]),
  )
}

function ending(expectation) {
  if (!expectation) return ''
  const {exitCode, verdict} = expectation
  return `; must end with exit ${exitCode}, ${exitCode === PAUSED ? 'paused, and the app runs on the old database' : words[verdict]}`
}

function table(title, rows) {
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
  process.stdout.write(`${[title, '', ...lines].join('\n')}\n\n`)
}
