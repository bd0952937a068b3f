/** Command line of `npm run bench`. */
import {parseArgs} from 'node:util'
import {Problem} from '../scripts/lib/problem.mjs'

export const usage = `npm run bench -- --quick              everything once, under three minutes when built
npm run bench -- --rounds N            each upgrade N times, medians
npm run bench -- --quick --write       and write docs/benchmarks.md`

/**
 * @param {string[]} args
 * @returns {{help: boolean, write: boolean, upgrades: number, launches: number}} `upgrades`: how often each upgrade is
 *   done; `launches`: how often each program is started
 */
export function readOptions(args) {
  let values
  try {
    const options = {
      help: {default: false, short: 'h', type: 'boolean'},
      quick: {default: false, type: 'boolean'},
      rounds: {default: '3', type: 'string'},
      write: {default: false, type: 'boolean'},
    }
    values = parseArgs({args, options}).values
  } catch (error) {
    throw new Problem(`${error.message}\n\n${usage}`, {cause: error})
  }

  if (!/^[1-9]\d?$/.test(values.rounds)) throw new Problem(`--rounds takes a number from 1 to 99, not ${values.rounds}.`)
  const {help, quick, write} = values
  return {help, launches: quick ? 5 : 15, upgrades: quick ? 1 : Number(values.rounds), write}
}
