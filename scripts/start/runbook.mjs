/** A scenario's runbook: exported by the real CLI, read by shellcheck, carried out by bash. */
import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {Problem} from '../lib/problem.mjs'
import {capture, line} from '../lib/run.mjs'
import {environment} from '../setup/programs.mjs'
import * as show from './show.mjs'

/** Name of the file in the folder of the scenario, unless there are several. */
const usual = 'runbook.sh'

/**
 * Exports the runbook of a command.
 * @param {string[]} args words of the command, without what only a run needs
 * @param {{cwd: string, name?: string, run: (args: string[]) => Promise<{code: number | null}>}} options `run`: runs `heroku …` on our terminal
 * @returns {Promise<{code: number | null, file?: string}>} `file`: unless something stands against the plan
 */
export async function exported(args, {cwd, name = usual, run}) {
  const file = path.join(cwd, name)
  const {code} = await run([...args, '--plan-only', '--format', 'shell', '--out', name])
  if (!existsSync(file)) return {code}
  await mustRead(file)
  return {code, file}
}

/** Words after `bash` that carry it out. */
export function carriedOut(app, name = usual) {
  return [name, '--confirm', app, '--no-hold']
}

/** Whether a runbook has a step of this id. */
export function hasStep(file, id) {
  const own = `  prove ${id}`
  return readFileSync(file, 'utf8')
    .split('\n')
    .some(line => line === own || line.startsWith(`${own} `))
}

/** What our own runbooks must pass: the guard lets nothing else through. */
export const guarded = {HEROKU_CONNECT_GUARD: 'block'}

async function mustRead(file) {
  const args = ['--shell=bash', '--severity=style', file]
  show.command(line('shellcheck', args.with(-1, path.basename(file))))
  const {code, stdout} = await capture('shellcheck', args, {env: environment()})
  if (code !== 0) throw new Problem('shellcheck found something in the runbook.', {detail: stdout, exitCode: 1})
  const steps = readFileSync(file, 'utf8').match(/^ {2}prove /gm)?.length ?? 0
  show.remark(`shellcheck is content; ${steps} steps`)
}
