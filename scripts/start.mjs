/** `npm start`: the main job end to end, in the real CLI, against the sandbox, judged by the ledger. */
import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {build as buildBugged} from './build/bugged.mjs'
import * as build from './build/index.mjs'
import {expected, spelled} from './faults.mjs'
import {short} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {scenarioOf} from './scenarios.mjs'
import * as setup from './setup/index.mjs'
import {linkPlugin, runCli} from './start/cli.mjs'
import {commandOf} from './start/commands.mjs'
import {cliEnvironment} from './start/environment.mjs'
import {makeFolder, removeFolder} from './start/folder.mjs'
import {endInOrder} from './start/interrupt.mjs'
import {entries, runIds} from './start/journal.mjs'
import {list} from './start/list.mjs'
import {readOptions, usage} from './start/options.mjs'
import {play} from './start/play.mjs'
import {appsOf, control, openSandbox} from './start/sandbox.mjs'
import * as show from './start/show.mjs'
import {tell} from './start/story.mjs'
import {judge} from './start/verdict.mjs'
import {differences, repeated, TRIED} from './start/world.mjs'

await main(async () => {
  const options = readOptions(process.argv.slice(2))
  if (options.help) return void process.stdout.write(`${usage}\n`)
  await setup.setUp(options.runbook ? setup.forRunbooks : setup.forSandbox)
  await build.build(build.forSandbox)
  if (options.list) return list()
  return options.steps ? steps(options) : run(options)
})

async function run(options) {
  const folder = makeFolder()
  const order = endInOrder()
  const {faults: own, scenario} = scenarioOf(options.scenario)
  const faults = [...own, ...options.faults.map(fault => spelled(fault))]
  show.remark(`sandbox of scenario ${scenario}${faults.length > 0 ? ` with ${faults.join(', ')}` : ''} in ${short(folder)}`)
  const sandbox = await openSandbox({faults, folder, onLine: text => show.remark(text), scenario, seed: options.seed})
  let agreed = false
  try {
    agreed = await order.race(go({folder, options, sandbox, track: order.track}))
    return agreed ? 0 : 1
  } finally {
    await sandbox.close()
    order.release()
    if (agreed && !options.keep) removeFolder(folder)
    else show.remark(`its files are in ${short(folder)}`)
  }
}

async function go({folder, options, sandbox, track}) {
  const home = path.join(folder, 'home')
  const env = cliEnvironment(home, sandbox.env)
  const app = sandbox.app ?? 'acme-sync'
  const {patience} = mustBe(options)
  const names = appsOf(sandbox.scenario)
  const linked = await pluginFor(options)
  if (options.story) {
    const {killStep, runbook} = options
    return tell(options.story, {cwd: folder, env, home, killStep, linked, runbook, sandbox, track})
  }

  const before = await control(sandbox, 'world')
  const {keeps, version: reached} = commandOf(options.scenario, options)
  const words = typed(options, app)
  const args = [...words, '--confirm', names, '--no-hold']
  const outcome = await play({
    app: names,
    args,
    cwd: folder,
    env,
    home,
    killAt: options.killAt,
    killStep: options.killStep,
    linked,
    other: cliEnvironment(path.join(folder, 'another-home'), sandbox.env),
    patience,
    runbook: options.runbook ? words : undefined,
    sleeps: options.sleeps,
    then: options.then,
    track,
  })

  const must = mustBe(options, outcome.zone)
  const codes = must.codes && (await stopped({args, env, folder, home}))
  const undone = isUndone(outcome.code, must)
  const version = undone ? majorOf(before) : (reached ?? majorOf(before))
  const word = undone ? ' --undone' : keeps ? ' --kept' : ''
  show.command(`ledger verdict --version ${version}${word} ...`)
  const verdict = await judge(sandbox, {kept: keeps, show: true, undone, version})
  const after = await control(sandbox, 'world')
  const requests = await control(sandbox, 'requests')
  for (const [name, value] of Object.entries({'requests.json': requests, 'world-after.json': after, 'world-before.json': before})) {
    writeFileSync(path.join(folder, name), JSON.stringify(value, null, 2))
  }

  return conclude({after, before, codes, must, outcome, requests, verdict})
}

/** What is typed in a scenario, without what only a run needs. */
function typed(options, app) {
  const {database} = scenarioOf(options.scenario).must
  return [...commandOf(options.scenario, options).args, ...(database ? [database] : []), '--app', app]
}

/** Prints the ids of the steps of a scenario's plan, one to a line. */
async function steps(options) {
  const folder = makeFolder()
  const sandbox = await openSandbox({folder, scenario: scenarioOf(options.scenario).scenario, seed: options.seed})
  try {
    const env = cliEnvironment(path.join(folder, 'home'), sandbox.env)
    await linkPlugin(env)
    const {stdout} = await runCli([...typed(options, sandbox.app ?? 'acme-sync'), '--plan-only', '--json'], {cwd: folder, env})
    for (const {id} of JSON.parse(stdout).plan.steps) process.stdout.write(`${id}\n`)
    return 0
  } finally {
    await sandbox.close()
    removeFolder(folder)
  }
}

/** What stood in the way: every blocker of the plan if no run began, else the code with which the run stopped. */
async function stopped({args, env, folder, home}) {
  const [run] = runIds(home)
  if (run) return [entries(home, run).find(entry => entry.kind === 'stopped')?.code]
  const {stdout} = await runCli([...args, '--json'], {cwd: folder, env})
  const {plan} = JSON.parse(stdout)
  return plan.prechecks.filter(one => one.severity === 'block').map(one => one.code)
}

/** Folder or tarball of the plugin under test; `undefined`: the work tree's. */
async function pluginFor({bug, packaged}) {
  if (bug) return buildBugged(bug)
  if (packaged) {
    const {pack} = await import('./package/index.mjs')
    return (await pack()).file
  }
}

/** Which of the two worlds the ledger must find: the one that had to come about, unless the command says otherwise. */
function isUndone(code, must) {
  if (must.verdict && code === must.exitCode) return must.verdict === 'undone'
  return code !== 0
}

/** Version of the database that the scenario began with. */
function majorOf({world}) {
  const [{database}] = Object.values(world.connections)
  return String(world.databases[database].version)
}

/** What has to be so: by the scenario, by the fault, and by what follows a kill. */
function mustBe({bug, faults, scenario, then}, killed) {
  if (bug) return {exitCode: 0, loses: true, patience: 600, verdict: 'moved'}
  const must = faults.length === 0 ? scenarioOf(scenario).must : (expected(faults) ?? {patience: 1800})
  if (!killed) return must
  // A killed run may have to repeat what is safe to repeat; the ledger still sees that nothing happened twice.
  if (then !== 'abort') return {...must, once: false}
  // An abort that was asked for and done is a success; past the point of no return it goes forward instead.
  const {patience} = must
  return killed === 'settle' ? {exitCode: 0, patience, verdict: 'moved'} : {exitCode: 0, patience, verdict: 'undone', world: 'unchanged'}
}

/** What is wrong with how the command ended. */
function wrongEnd({codes, must, outcome}) {
  const faults = []
  if (must.exitCode !== undefined && outcome.code !== must.exitCode) {
    faults.push(`the command ended with exit code ${outcome.code}, not ${must.exitCode}`)
  }

  if (must.codes) {
    const wanted = must.codes.join(', ')
    show.remark(`what stood in the way: ${codes.join(', ')}`)
    if (codes.toSorted().join(', ') !== wanted) faults.push(`what stands in the way must be ${wanted}`)
  }

  return faults
}

function conclude({after, before, codes, must, outcome, requests, verdict}) {
  const faults = wrongEnd({codes, must, outcome})
  if (must.loses && verdict.pass) faults.push('the ledger found nothing, although a seeded bug was at work')
  if (!must.loses && !verdict.pass) faults.push('the ledger found something lost, doubled, stale or written too late')
  if (must.world === 'unchanged') {
    const lines = differences(before, after)
    show.remark(
      lines.length === 0 ? 'the world before and after: no difference' : `the world before and after differs:\n  ${lines.join('\n  ')}`,
    )
    if (lines.length > 0) faults.push('the world is not as it was')
  }

  if (must.once) {
    const twice = repeated(requests, TRIED)
    show.remark(
      twice.length === 0 ? 'every mutating request reached the server once' : `requests seen more than once:\n  ${twice.join('\n  ')}`,
    )
    if (twice.length > 0) faults.push('a mutating request was sent more than once')
  }

  const why = must.codes ? ` (${must.codes.join(', ')})` : ''
  const exit = `exit code ${outcome.code}${why}${must.exitCode === undefined ? '' : ', as it must be'}`
  show.result(
    faults.length === 0,
    faults.length === 0
      ? must.loses
        ? `${exit}, and the ledger found what the seeded bug did`
        : `${exit}, and the ledger agrees`
      : faults.join('; '),
  )
  return faults.length === 0
}
