/** cargo-mutants, told to judge one mutant at a time. */
import {existsSync, readFileSync, rmSync} from 'node:fs'
import path from 'node:path'
import {Problem} from '../lib/problem.mjs'
import {capture, must} from '../lib/run.mjs'
import {environment} from '../setup/programs.mjs'

/** Whose tests judge: the quick ones first, the others only what those let through. */
const judges = ['connect-core', 'connect-model']
/** Far more than a sound run takes on a busy machine, seconds: what takes longer does not end. */
const longestS = 300
/** cargo-mutants' words for what we say. */
const words = {CaughtMutant: 'caught', MissedMutant: 'missed', Timeout: 'timed out', Unviable: 'unviable'}
/** Exit codes with which cargo-mutants has judged. */
const judged = new Set([0, 2, 3])

/**
 * @param {string} tree copy of the work tree, changed in place
 * @param {string} work folder for what is compiled, and for reports
 */
export function judge(tree, work) {
  const options = {cwd: tree, env: {...environment(), CARGO_TARGET_DIR: path.join(work, 'build'), CARGO_TERM_COLOR: 'never'}}
  return {
    /** @returns {Promise<import('./sample.mjs').Listed[]>} every mutant of the folders that `.cargo/mutants.toml` names */
    async list() {
      const {stdout} = await must('cargo', ['mutants', '--list', '--json'], options)
      return JSON.parse(stdout)
    },

    /** Refuses when tests fail with nothing changed: they would seem to catch everything. */
    async sound(onLine) {
      const packages = judges.flatMap(name => ['-p', name])
      await must('cargo', ['nextest', 'run', '--profile', 'mutants', '--cargo-profile', 'mutants', ...packages], {
        ...options,
        onLine,
        sentence: 'Tests of core or model fail with nothing changed; make "npm test -- --only rust" pass, then run this again.',
      })
    },

    /** @returns {Promise<import('./outcomes.mjs').Outcome>} */
    async of(mutant) {
      for (const tests of judges) {
        const outcome = await ask(mutant, tests, work, options)
        if (outcome !== 'missed') return outcome
      }

      return 'missed'
    },
  }
}

/** What one package's tests make of a mutant. It is chosen by its place in the list: not every kind is chosen by name. */
async function ask({at, name, of}, tests, work, options) {
  const report = path.join(work, 'mutants.out', 'outcomes.json')
  rmSync(report, {force: true})
  const flags = ['--in-place', '--baseline=skip', '--sharding=round-robin', `--timeout=${longestS}`, `--output=${work}`]
  const {code, tail} = await capture('cargo', ['mutants', ...flags, `--shard=${at}/${of}`, `--test-package=${tests}`], options)
  const outcome = judged.has(code) && existsSync(report) ? outcomeOf(name, readFileSync(report, 'utf8')) : undefined
  if (outcome === undefined) throw new Problem(`cargo-mutants did not judge "${name}".`, {detail: tail})
  return outcome
}

/** What a report of cargo-mutants says became of the mutant of this name; `undefined` if it is not of that one alone. */
export function outcomeOf(name, report) {
  const [only, ...others] = JSON.parse(report).outcomes
  return others.length === 0 && only?.scenario.Mutant?.name === name ? words[only.summary] : undefined
}
