/** Which mutants are judged: a sample that a seed draws. */
import {createHash} from 'node:crypto'

/** @typedef {{name: string, file: string, diff: string}} Listed as `cargo mutants --list --json` says it */
/** @typedef {Listed & {key: string, folder: string, at: number, of: number}} Mutant `at`: its place in the list of `of` mutants */

/**
 * Gives every mutant a key that stays the same while its own function does, wherever in its file that moves.
 * @param {Listed[]} listed
 * @returns {Mutant[]}
 */
export function keyed(listed) {
  const seen = new Map()
  return listed.map((mutant, at) => {
    const {diff, file} = mutant
    const text = `${file}\0${diff.replaceAll(/^@@ .*$/gm, '')}`
    const twins = seen.get(text) ?? 0
    seen.set(text, twins + 1)
    return {...mutant, at, folder: file.split('/')[2], key: sha256(`${text}\0${twins}`), of: listed.length}
  })
}

/**
 * Draws `count` mutants. The same seed draws the same ones, and a larger sample holds the smaller one.
 * @param {Mutant[]} mutants
 * @param {number} seed
 * @param {number} count
 */
export function sample(mutants, seed, count) {
  const lots = mutants.map(mutant => ({lot: sha256(`${seed}\0${mutant.key}`), mutant}))
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1))
  return lots.slice(0, count).map(({mutant}) => mutant)
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex')
}
