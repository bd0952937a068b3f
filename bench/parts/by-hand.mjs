/** The same upgrade by a script of the real CLI's own commands, in the manual's order. */
import path from 'node:path'
import {root} from '../../scripts/lib/paths.mjs'
import {Problem} from '../../scripts/lib/problem.mjs'
import {capture} from '../../scripts/lib/run.mjs'
import {control} from '../../scripts/start/sandbox.mjs'
import {app, cost, onStage, opinion, version} from '../lib/stage.mjs'

const folderOfScripts = path.join(root, 'bench', 'by-hand')

/** Runs it once. */
export function byHand() {
  return onStage(async ({env, folder, sandbox}) => {
    const [{database}] = Object.values((await control(sandbox, 'world')).world.connections)
    const since = performance.now()
    const result = await capture('bash', [path.join(folderOfScripts, 'upgrade.sh'), app, version], {cwd: folder, env})
    const totalMs = performance.now() - since
    if (result.code !== 0) {
      throw new Problem(`The script of the CLI's own commands ended with exit code ${result.code}.`, {detail: result.tail, exitCode: 1})
    }

    const {unavoidable, window} = await cost(sandbox, database)
    return {ledger: await opinion(sandbox), totalMs, unavoidable, windowMs: window.ms}
  })
}
