/** Plays a story: its commands in the real CLI, one after the other, and the ledger's verdict. */
import {setTimeout as pause} from 'node:timers/promises'
import {linkPlugin} from './cli.mjs'
import {enteredAt, isWorking, runIds, waitForJournal} from './journal.mjs'
import {byRunbook, visible} from './play.mjs'
import {control} from './sandbox.mjs'
import * as show from './show.mjs'
import {judge} from './verdict.mjs'

/** Seconds that a command may take. */
const PATIENCE = 1800

/**
 * @param {{acts: object[], anew?: boolean, harmed?: string, left?: string, moves?: boolean, version?: string}} story `moves`: another database is in use at its end, and the
 * one of before is fenced; `version`: of the database in use then, if it is another one than before; `harmed`: what Connect had done to the
 * org before the last run entered this step is no fault of that run; `left`: what was written to mapped tables before is left behind with the
 * org of then; `anew`: a connection was made anew on the other database
 * @param {{cwd: string, env: Record<string, string>, home: string, killStep?: string, linked?: string, runbook: boolean, sandbox: object, track: Function}} options
 * `runbook`: plans are carried out by their runbooks; `killStep`: killed and started again where they have this step
 * @returns {Promise<boolean>} whether everything was as it must be
 */
export async function tell(
  {acts, anew = false, harmed, left, moves = false, version},
  {cwd, env, home, killStep, linked, runbook, sandbox, track},
) {
  await linkPlugin(env, linked)
  const [{version: before}] = Object.values((await control(sandbox, 'world')).world.databases)
  const happen = async ({happens, says}) => {
    show.remark(says)
    await control(sandbox, 'act', {body: happens, method: 'POST'})
  }

  let moment
  let killed = !killStep
  for (const [place, act] of acts.entries()) {
    const {args, during, exitCode, happens, notes, seconds, says} = act
    if (happens) {
      await happen(act)
      continue
    }

    if (seconds) {
      show.remark(says)
      if (notes) moment = await nextSecond()
      await pause(seconds * 1000)
      continue
    }

    let struck
    const onStart = ({child, done}) => {
      track(child, false)
      const clear = () => track(null)
      done.then(clear, clear)
      struck = during && strike(during, {done, happen, home})
    }

    const how = {cwd, env, onStart, patience: PATIENCE}
    const words = at(args, moment)
    const ended =
      runbook && carriesOut(act)
        ? await byRunbook({...how, ...planned(words), home, killStep, name: `runbook-${place}.sh`})
        : await visible(words, how)
    killed ||= ended.killed
    const {code} = ended
    if ((await struck) === false) {
      show.result(false, `the command ended before it came to the step ${during.step}`)
      return false
    }

    if (code !== exitCode) {
      show.result(false, `the command ended with exit code ${code}, not ${exitCode}`)
      return false
    }

    show.remark(`exit code ${code}, as it must be`)
  }

  if (!killed) {
    show.result(false, `no plan has the step ${killStep}: there was nothing to kill`)
    return false
  }

  const reached = String(version ?? before)
  show.command(`ledger verdict --version ${reached} ${moves ? '--new' : '--kept'} ...`)
  const entered = step =>
    step &&
    runIds(home)
      .map(run => enteredAt(home, run, step))
      .findLast(Boolean)
  const wanted = {anew, harmed: entered(harmed), kept: !moves, left: entered(left), undone: false, version: reached, wentBack: moment}
  const verdict = await judge(sandbox, {...wanted, show: true})
  show.result(
    verdict.pass,
    verdict.pass ? 'every command ended as it must, and the ledger agrees' : 'the ledger found something lost, doubled or stale',
  )
  return verdict.pass
}

/** Whether a command of a story carries a plan out to its end. */
export function carriesOut({args, exitCode}) {
  return exitCode === 0 && args !== undefined && args[0].startsWith('connect:') && args.includes('--confirm')
}

/** The words of a command without what only a run needs, and the names that are confirmed. */
function planned(words) {
  const place = words.indexOf('--confirm')
  const args = words.toSpliced(place, 2).filter(word => word !== '--no-hold')
  return {app: words[place + 1], args}
}

/** Lets something happen once the command is at work in a step; false if it never came there. */
async function strike({step, ...happening}, {done, happen, home}) {
  const run = await waitForJournal(home, list => isWorking(list, step), done)
  if (!run) return false
  process.stderr.write('\n')
  await happen(happening)
  return true
}

/** A whole second that has passed by every clock of this machine, with time before it and after it. */
async function nextSecond() {
  const second = (Math.floor(Date.now() / 1000) + 3) * 1000
  await pause(second + 1000 - Date.now())
  return second
}

/** These words with the moment that was noted, as people type it and as Heroku takes it. */
function at(args, moment) {
  if (!moment) return args
  const iso = new Date(moment).toISOString()
  const spaced = iso.replace('T', ' ').replace('.000Z', '+00:00')
  return args.map(word => word.replace('{TIME}', iso).replace('{HEROKU_TIME}', spaced))
}
