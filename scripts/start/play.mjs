/** One run of the command under test: straight through, or killed in a zone and then resumed or aborted. */
import {setTimeout as pause} from 'node:timers/promises'
import {Problem} from '../lib/problem.mjs'
import {line} from '../lib/run.mjs'
import {linkPlugin, startCli, startProgram} from './cli.mjs'
import {entries, isChanging, isWorking, planOf, runIds, waitForJournal} from './journal.mjs'
import {carriedOut, exported, guarded, hasStep} from './runbook.mjs'
import * as show from './show.mjs'
import {putToSleep} from './sleep.mjs'

/** Exit codes of a run that only a person can decide about: no app is stopped, or one is. */
const operatorNeeded = [13, 14]

/** Exit code of a machine that finds its run taken over. */
const takenOver = 15

/**
 * Runs `heroku ...` on our terminal.
 * @param {string[]} args
 * @param {{env: Record<string, string>, cwd: string, patience: number, onStart?: (started: ReturnType<typeof startCli>) => void}} options
 */
export async function visible(args, {env, cwd, group, patience, onStart, program}) {
  show.command(line(program ?? 'heroku', args))
  const options = {cwd, env, group, show: true}
  const started = program ? startProgram(program, args, options) : startCli(args, options)
  const timer = setTimeout(() => {
    show.remark(`no end within ${patience} s: it hangs`)
    started.child.kill('SIGKILL')
  }, patience * 1000)
  onStart?.(started)
  try {
    return await started.done
  } finally {
    clearTimeout(timer)
  }
}

/**
 * @param {object} options
 * @param {string[]} options.args words of the upgrade command
 * @param {string} options.app name to confirm with
 * @param {Record<string, string>} options.env
 * @param {string} options.home private home
 * @param {string} options.cwd
 * @param {string} [options.linked] folder of the plugin to link, ours by default
 * @param {string} [options.killAt] zone
 * @param {string} [options.killStep] step
 * @param {'resume' | 'abort' | 'take-over'} options.then what follows the kill
 * @param {Record<string, string>} options.other environment of another machine, which takes the run over
 * @param {string[]} [options.runbook] the same words without what only a run needs: the plan is carried out by its runbook
 * @param {boolean} options.sleeps the machine is not killed but sleeps, and wakes up when the run was taken over
 * @param {number} options.patience seconds
 * @param {(child: import('node:child_process').ChildProcess | null) => void} options.track told the child that is on the terminal
 * @returns {Promise<{code: number | null, killed: boolean, zone?: string}>} `zone`: in which it was killed
 */
export async function play({args, app, env, home, cwd, linked, killAt, killStep, other, runbook, sleeps, then, patience, track}) {
  await linkPlugin(env, linked)
  if (then === 'take-over') await linkPlugin(other, linked)
  const onStart = ({child, done}) => {
    track(child, Boolean(killAt ?? killStep))
    const clear = () => track(null)
    done.then(clear, clear)
  }

  if (runbook) {
    const ended = await byRunbook({app, args: runbook, cwd, env, home, killAt, killStep, onStart, patience})
    if (killStep && !ended.killed) throw new Problem(`The plan has no step ${killStep}: there was nothing to kill.`, {exitCode: 1})
    return ended
  }

  if (!killAt && !killStep) return {...(await visible(args, {cwd, env, onStart, patience})), killed: false}
  if (sleeps) return twoOperators({app, args, cwd, env, home, killAt, onStart, other, patience})
  const {run, zone} = await killed(args, {cwd, env, home, killAt, killStep, onStart, patience})
  const resume = ['connect:runs:resume', run, '--no-hold']
  if (then === 'resume') return {...(await visible(resume, {cwd, env, onStart, patience})), killed: true, zone}
  if (then === 'take-over') {
    await takenOverBy(other, {app, cwd, onStart, patience})
    return {...(await visible(resume, {cwd, env: other, onStart, patience})), killed: true, zone}
  }

  const aborted = await visible(['connect:runs:abort', run, '--confirm', app], {cwd, env, onStart, patience})
  if (!operatorNeeded.includes(aborted.code)) return {...aborted, killed: true, zone}
  process.stderr.write('\n')
  show.remark('too late to go back: the report names the way forward')
  return {...(await visible(resume, {cwd, env, onStart, patience})), killed: true, zone}
}

/**
 * Exports the runbook and carries it out; one that was killed is started again.
 * @param {object} options as of {@link play}
 * @param {string} [options.name] of its file
 */
export async function byRunbook({args, app, cwd, env, home, killAt, killStep, name, onStart, patience}) {
  const {code, file} = await exported(args, {cwd, name, run: words => visible(words, {cwd, env, patience})})
  if (!file) return {code, killed: false}
  const how = {cwd, env: {...env, ...guarded}, onStart, patience, program: 'bash'}
  const words = carriedOut(app, name)
  if (!killAt && !(killStep && hasStep(file, killStep))) return {...(await visible(words, how)), killed: false}
  const {zone} = await killed(words, {...how, home, killAt, killStep})
  return {...(await visible(words, how)), killed: true, zone}
}

/** Starts a command, and kills it and all that it started once it is at work in a zone or a step. */
async function killed(args, {home, killAt, killStep, onStart, ...how}) {
  let strike
  const before = runIds(home)
  const there = list => (killStep ? isWorking(list, killStep) : isChanging(list, killAt))
  let group
  const first = await visible(args, {
    ...how,
    group: true,
    onStart(started) {
      onStart(started)
      group = started.child.pid
      strike = waitForJournal(home, there, started.done, before).then(run => {
        // The whole group: nothing that the command started may go on by itself.
        if (run) process.kill(-group, 'SIGKILL')
        return run
      })
    },
  })
  const run = await strike
  await allGone(group)
  const place = killStep ? `the step ${killStep}` : `the zone ${killAt}`
  if (!run || first.signal !== 'SIGKILL') {
    throw new Problem(`The command ended before it came to ${place}: there was nothing to kill.`, {exitCode: 1})
  }

  process.stderr.write('\n')
  show.remark(`killed with -9 when the first change of ${place} was under way; run ${run}`)
  return {run, zone: killAt ?? planOf(entries(home, run)).steps.find(({id}) => id === killStep).zone}
}

/** Waits until nothing of a process group is left: what a killed shell had started may take a moment longer to die. */
async function allGone(group) {
  for (let looks = 0; looks < 1000; looks++) {
    try {
      process.kill(-group, 0)
    } catch {
      return
    }

    await pause(10)
  }
}

/** Another machine takes over what is open on the app's database; how that ends says how the run stands. */
async function takenOverBy(env, {app, cwd, onStart, patience}) {
  show.remark('another machine, which has nothing of the first one, takes the run over')
  return visible(['connect:runs:take-over', '--app', app, '--confirm', app], {cwd, env, onStart, patience})
}

/** The first machine sleeps in a zone, and wakes up when another one has taken its run over. */
async function twoOperators({app, args, cwd, env, home, killAt, other, patience, onStart}) {
  let run
  let asleep
  const first = visible(args, {
    cwd,
    env,
    group: true,
    onStart(started) {
      onStart(started)
      asleep = waitForJournal(home, list => isChanging(list, killAt), started.done).then(async found => {
        if (found) await putToSleep(started.child, () => entries(home, found))
        run = found
        return started
      })
    },
    patience,
  })
  const {child} = await asleep
  if (!run) throw new Problem(`The command ended before it came to the zone ${killAt}: nobody slept.`, {exitCode: 1})

  process.stderr.write('\n')
  show.remark(`the first machine sleeps in the zone ${killAt}; run ${run}`)
  await takenOverBy(other, {app, cwd, onStart, patience})
  show.remark('the first machine wakes up')
  process.kill(-child.pid, 'SIGCONT')
  const woken = await first
  if (woken.code !== takenOver) {
    throw new Problem(`The machine that woke up ended with exit code ${woken.code}, not ${takenOver}.`, {exitCode: 1})
  }

  return {...(await visible(['connect:runs:resume', run, '--no-hold'], {cwd, env: other, onStart, patience})), killed: true}
}
