/** Runs tests with one rule left out. */
import {capture} from '../lib/run.mjs'
import {environment} from '../setup/programs.mjs'

/** Names the rule (`core/src/seeded.rs`). */
const variable = 'CONNECT_FORGOTTEN_RULE'
/** Codes of what every run does, whatever its plan is: no plan has a rule with one that could be left out. */
const machine = new Set(['confirm/mismatch', 'service/refused'])
/** What is printed where something was left out. */
const struck = 'a rule was forgotten'

/**
 * @param {import('./table.mjs').Trial} trial
 * @param {(file: string) => import('./suites.mjs').Suite | undefined} suiteOf
 * @returns {Promise<{outcome: 'noticed' | 'nobody noticed' | 'no test meets it' | 'of the machine', by?: string}>}
 */
export async function noticed({code, tests}, suiteOf) {
  let left = false
  for (const [file, name] of tests) {
    const suite = suiteOf(file)
    const full = suite?.tests.find(one => one === name || one.endsWith(`::${name}`))
    if (full === undefined) continue
    const run = more => capture(suite.program, ['--exact', full, '--nocapture'], {cwd: suite.cwd, env: {...environment(), ...more}})
    const {code: exit, tail, stderr} = await run({[variable]: code})
    const strikes = stderr.includes(struck) || tail.includes(struck)
    left ||= strikes
    // One that is red with the rule too has noticed nothing.
    if (exit !== 0 && strikes && (await run({})).code === 0) return {by: `${file}: ${name}`, outcome: 'noticed'}
  }

  if (left) return {outcome: 'nobody noticed'}
  return {outcome: machine.has(code) || code.startsWith('run/') ? 'of the machine' : 'no test meets it'}
}
