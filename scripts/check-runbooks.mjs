/**
 * `npm run check:runbooks [-- FLAGS]`: each scenario's plan carried out by its shell runbook, in the real CLI on real servers, judged as
 * the run itself is; killed once in the middle and started again too. What each said is kept in `target/runbooks`.
 */
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {parseArgs} from 'node:util'
import {root, scenarios, target} from './lib/paths.mjs'
import {main, Problem} from './lib/problem.mjs'
import {seconds} from './lib/progress.mjs'
import {capture} from './lib/run.mjs'
import {composed, scenarioOf} from './scenarios.mjs'
import {stories} from './start/stories.mjs'
import {carriesOut} from './start/story.mjs'

const usage = `npm run check:runbooks
             -- --scenario NAME   a scenario (may be repeated; default: every one that is carried out)
             --kill STEP          kill it in this step and start it again (default: as it stops the first app, or once it was asked for, or the one that its story names)
             --whole              never kill it
             --killed             only kill it
             --minutes N          begins none after so long`

const start = path.join(root, 'scripts', 'start.mjs')

await main(async () => {
  const options = read()
  if (options.help) return void process.stdout.write(`${usage}\n`)
  const until = performance.now() + options.minutes * 60_000
  const ways = [...(options.killed ? [] : ['whole']), ...(options.whole ? [] : ['killed'])]
  const all = options.scenario.flatMap(name => ways.map(way => ({name, way})))
  const red = []
  for (const [index, {name, way}] of all.entries()) {
    if (performance.now() > until) {
      process.stdout.write(`\n${all.length - index} of ${all.length} not tried: ${all[index].name} would be next.\n`)
      return 1
    }

    if (!(await tried(name, way, options.kill ? ['--kill-step', options.kill] : middle(name)))) red.push(`${name}, ${way}`)
  }

  process.stdout.write(red.length === 0 ? `\nAll ${all.length} ended as the run itself does.\n` : `\nNot so: ${red.join('; ')}\n`)
  return red.length === 0 ? 0 : 1
})

function read() {
  const {values} = parseArgs({
    options: {
      help: {default: false, type: 'boolean'},
      kill: {type: 'string'},
      killed: {default: false, type: 'boolean'},
      minutes: {default: '600', type: 'string'},
      scenario: {multiple: true, type: 'string'},
      whole: {default: false, type: 'boolean'},
    },
  })
  if (!/^\d+$/.test(values.minutes)) throw new Problem(`--minutes takes a number, not ${values.minutes}.`)
  return {...values, minutes: Number(values.minutes), scenario: values.scenario ?? carriedOut()}
}

/** Scenarios in which something is carried out: a plan with a blocker has no runbook. */
function carriedOut() {
  const files = readdirSync(scenarios).filter(name => name.endsWith('.json'))
  const names = [...files.map(name => name.slice(0, -'.json'.length)), ...composed()].sort()
  const told = Object.keys(stories).filter(name => stories[name].acts.some(act => carriesOut(act)))
  return [...names.filter(name => scenarioOf(name).must.exitCode !== 10), ...told]
}

/**
 * Where a runbook is killed: with an app stopped, if one is. Where none is, once the service was asked: what is sent once and was killed
 * before it was typed needs a person, in a run as in a runbook.
 */
function middle(name) {
  if (stories[name]) return ['--kill-step', stories[name].middle]
  if (name.startsWith('change-plan')) return ['--kill-step', 'plan-read-back']
  return name === 'upgrade-self-fired' ? ['--kill-step', 'address-known'] : ['--kill-at', 'downtime']
}

/** One runbook; prints a line of what came of it. */
async function tried(name, way, where) {
  const folder = path.join(target, 'runbooks')
  mkdirSync(folder, {recursive: true})
  const since = performance.now()
  const kill = way === 'killed' ? where : []
  const {code, stderr, stdout} = await capture('node', [start, '--scenario', name, '--runbook', ...kill], {cwd: root})
  writeFileSync(path.join(folder, `${name}-${way}.log`), stdout + stderr)
  const word = code === 0 ? 'as the run' : 'NOT SO'
  const how = way === 'killed' ? `killed in ${where[1]}, again` : 'whole'
  process.stdout.write(`${word.padEnd(11)} ${seconds(performance.now() - since).padStart(9)}  ${how.padEnd(30)}  ${name}\n`)
  return code === 0
}
