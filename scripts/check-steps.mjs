/**
 * `npm run check:steps [-- FLAGS]`: kills a run in each of its steps, resumes it, and in another world rolls it back; in the real CLI, on
 * real servers, each judged by the ledger. What each said is kept in `target/steps`.
 */
import {mkdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {parseArgs} from 'node:util'
import {root, target} from './lib/paths.mjs'
import {main, Problem} from './lib/problem.mjs'
import {seconds} from './lib/progress.mjs'
import {capture} from './lib/run.mjs'

const usage = `npm run check:steps
             -- --scenario NAME   a scenario (may be repeated; default: every one of the database procedures); --method NAME is passed on
                                  to its command
             --way WAY            resume or abort only; both if it is left out
             --from ID            begins with this step of the first scenario
             --minutes N          begins none after so long`

/** One of every method of the database procedures. */
const SCENARIOS = [
  'upgrade-follower',
  'upgrade-direct',
  'upgrade-self-fired',
  'upgrade-copy',
  'upgrade-essential-copy',
  'upgrade-private',
  'change-plan',
  'changeover',
  'essential-to-standard',
]

const start = path.join(root, 'scripts', 'start.mjs')

await main(async () => {
  const {from, help, minutes, ways, ...of} = options()
  if (help) return void process.stdout.write(`${usage}\n`)
  const until = performance.now() + minutes * 60_000
  const left = []
  for (const [index, scenario] of of.scenario.entries()) {
    const world = ['--scenario', scenario, ...(of.method ? ['--method', of.method] : [])]
    const steps = await idsOf(world)
    const first = from && index === 0 ? steps.indexOf(from) : 0
    if (first === -1) throw new Problem(`--from takes one of ${steps.join(', ')}.`)
    left.push(...steps.slice(first).flatMap(id => ways.map(way => ({id, scenario, way, world}))))
  }

  const red = []
  for (const [index, {id, scenario, way, world}] of left.entries()) {
    if (performance.now() > until) {
      process.stdout.write(`\n${left.length - index} of ${left.length} not tried: --scenario ${scenario} --from ${id} goes on.\n`)
      return 1
    }

    if (!(await tried({id, way, world}, scenario))) red.push(`${scenario}, ${id}, then ${way}`)
  }

  process.stdout.write(red.length === 0 ? `\nAll ${left.length} ended as they must.\n` : `\nNot as they must: ${red.join('; ')}\n`)
  return red.length === 0 ? 0 : 1
})

function options() {
  const {values} = parseArgs({
    options: {
      from: {type: 'string'},
      help: {default: false, type: 'boolean'},
      method: {type: 'string'},
      minutes: {default: '600', type: 'string'},
      scenario: {default: SCENARIOS, multiple: true, type: 'string'},
      way: {type: 'string'},
    },
  })
  if (!/^\d+$/.test(values.minutes)) throw new Problem(`--minutes takes a number, not ${values.minutes}.`)
  const all = ['resume', 'abort']
  if (values.way && !all.includes(values.way)) throw new Problem(`--way takes one of ${all.join(', ')}, not ${values.way}.`)
  return {...values, minutes: Number(values.minutes), ways: values.way ? [values.way] : all}
}

async function idsOf(world) {
  const {code, stderr, stdout} = await capture('node', [start, '--steps', ...world], {cwd: root})
  if (code !== 0) throw new Problem(`The steps of ${world.join(' ')} could not be read.`, {detail: stderr})
  const ids = stdout.split('\n').filter(Boolean)
  if (ids.length === 0) throw new Problem(`The plan of ${world.join(' ')} has no steps: something stands against it.`)
  return ids
}

/** One kill; prints a line of what came of it. */
async function tried({id, way, world}, scenario) {
  const folder = path.join(target, 'steps', scenario)
  mkdirSync(folder, {recursive: true})
  const file = path.join(folder, `${id}-${way}.log`)
  const since = performance.now()
  const {code, stderr, stdout} = await capture('node', [start, ...world, '--kill-step', id, '--then', way], {cwd: root})
  writeFileSync(file, stdout + stderr)
  const word = code === 0 ? 'as it must' : 'NOT SO'
  const took = seconds(performance.now() - since).padStart(8)
  process.stdout.write(`${word.padEnd(10)} ${took}  ${way.padEnd(6)}  ${scenario}  ${id}\n`)
  return code === 0
}
