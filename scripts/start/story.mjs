/** Plays a story: its commands in the real CLI, one after the other, and the ledger's verdict. */
import {setTimeout as pause} from 'node:timers/promises'
import {linkPlugin} from './cli.mjs'
import {visible} from './play.mjs'
import {control} from './sandbox.mjs'
import * as show from './show.mjs'
import {judge} from './verdict.mjs'

/** Seconds that a command may take. */
const PATIENCE = 1800

/**
 * @param {{acts: object[], moves?: boolean}} story `moves`: another database is in use at its end, and the one of before is fenced
 * @param {{cwd: string, env: Record<string, string>, linked?: string, sandbox: object, track: Function}} options
 * @returns {Promise<boolean>} whether everything was as it must be
 */
export async function tell({acts, moves = false}, {cwd, env, linked, sandbox, track}) {
  await linkPlugin(env, linked)
  const [{version}] = Object.values((await control(sandbox, 'world')).world.databases)
  const onStart = ({child, done}) => {
    track(child, false)
    const clear = () => track(null)
    done.then(clear, clear)
  }

  let moment
  for (const {args, exitCode, happens, seconds, says} of acts) {
    if (happens) {
      show.remark(says)
      await control(sandbox, 'act', {body: happens, method: 'POST'})
      continue
    }

    if (seconds) {
      show.remark(says)
      moment ??= await nextSecond()
      await pause(seconds * 1000)
      continue
    }

    const {code} = await visible(at(args, moment), {cwd, env, onStart, patience: PATIENCE})
    if (code !== exitCode) {
      show.result(false, `the command ended with exit code ${code}, not ${exitCode}`)
      return false
    }

    show.remark(`exit code ${code}, as it must be`)
  }

  show.command(`ledger verdict --version ${version} ${moves ? '--new' : '--kept'} ...`)
  const verdict = await judge(sandbox, {kept: !moves, show: true, undone: false, version: String(version), wentBack: moment})
  show.result(
    verdict.pass,
    verdict.pass ? 'every command ended as it must, and the ledger agrees' : 'the ledger found something lost, doubled or stale',
  )
  return verdict.pass
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
