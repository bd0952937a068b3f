/** `npm start -- --list`: scenarios and faults. */
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {expectations, nameOf} from '../faults.mjs'
import {programs, scenarios} from '../lib/paths.mjs'
import {must} from '../lib/run.mjs'
import {composed, ending as endingOf, scenarioOf} from '../scenarios.mjs'
import {plays} from './plays.mjs'
import {stories} from './stories.mjs'

const PAUSED = 11
const words = {moved: 'the new database holds everything', undone: 'everything is as before'}

/** Prints the list. */
export async function list() {
  const faults = JSON.parse((await must(programs.sandbox, ['--fault-list'])).stdout)
  const files = readdirSync(scenarios).filter(name => name.endsWith('.json'))
  const names = [...files.map(name => name.slice(0, -'.json'.length)), ...composed()].sort()
  const rows = names.map(name => [name, described(name)])
  const more = Object.entries({...plays, ...stories}).map(([name, {description}]) => [name, description])
  show('Scenarios  (npm start -- --scenario NAME)', [...rows, ...more])
  show(
    'Faults  (npm start -- --fault NAME)',
    faults.map(({name, sentence}) => [name, sentence + ending(expectations[nameOf(name)])]),
  )
}

/** What a scenario is, and what must come of it. */
function described(name) {
  const {must: expectation, scenario} = scenarioOf(name)
  const {description} = expectation.description ? expectation : JSON.parse(readFileSync(path.join(scenarios, `${scenario}.json`), 'utf8'))
  return `${description}; ${endingOf(expectation)}`
}

function ending(expectation) {
  if (!expectation) return ''
  const {exitCode, verdict} = expectation
  return `; must end with exit ${exitCode}, ${exitCode === PAUSED ? 'paused, and the app runs on the old database' : words[verdict]}`
}

function show(title, rows) {
  const width = Math.max(...rows.map(([name]) => name.length))
  const lines = rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)
  process.stdout.write(`${[title, '', ...lines].join('\n')}\n\n`)
}
