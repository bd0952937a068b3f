/** Plays a story: its commands in the real CLI, one after the other, and the ledger's verdict. */
import {linkPlugin} from './cli.mjs'
import {visible} from './play.mjs'
import {control} from './sandbox.mjs'
import * as show from './show.mjs'
import {judge} from './verdict.mjs'

/** Seconds that a command may take. */
const PATIENCE = 1800

/**
 * @param {{acts: object[]}} story
 * @param {{cwd: string, env: Record<string, string>, linked?: string, sandbox: object, track: Function}} options
 * @returns {Promise<boolean>} whether everything was as it must be
 */
export async function tell({acts}, {cwd, env, linked, sandbox, track}) {
  await linkPlugin(env, linked)
  const [{version}] = Object.values((await control(sandbox, 'world')).world.databases)
  const onStart = ({child, done}) => {
    track(child, false)
    const clear = () => track(null)
    done.then(clear, clear)
  }

  for (const {args, exitCode, happens, says} of acts) {
    if (happens) {
      show.remark(says)
      await control(sandbox, 'act', {body: happens, method: 'POST'})
      continue
    }

    const {code} = await visible(args, {cwd, env, onStart, patience: PATIENCE})
    if (code !== exitCode) {
      show.result(false, `the command ended with exit code ${code}, not ${exitCode}`)
      return false
    }

    show.remark(`exit code ${code}, as it must be`)
  }

  show.command(`ledger verdict --version ${version} --kept ...`)
  const verdict = await judge(sandbox, {kept: true, show: true, undone: false, version: String(version)})
  show.result(
    verdict.pass,
    verdict.pass ? 'every command ended as it must, and the ledger agrees' : 'the ledger found something lost, doubled or stale',
  )
  return verdict.pass
}
