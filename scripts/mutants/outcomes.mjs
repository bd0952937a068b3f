/** Outcomes that earlier calls found, each believed only for the sources that it was found with. */
import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import path from 'node:path'

/** @typedef {'caught' | 'missed' | 'timed out' | 'unviable'} Outcome */

/**
 * @param {string} file where they are kept
 * @param {string} source hash of everything that a judgement depends on
 * @param {boolean} [keepCaught] believe of earlier sources that a mutant was caught
 */
export function outcomes(file, source, keepCaught = false) {
  /** @type {Record<string, {outcome: Outcome, source: string}>} */
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return {
    /** @returns {Outcome | undefined} */
    of({key}) {
      const found = kept[key]
      return found?.source === source || (keepCaught && found?.outcome === 'caught') ? found.outcome : undefined
    },
    /** @param {Outcome} outcome */
    keep({key}, outcome) {
      kept[key] = {outcome, source}
      mkdirSync(path.dirname(file), {recursive: true})
      writeFileSync(`${file}.part`, JSON.stringify(kept))
      renameSync(`${file}.part`, file)
    },
  }
}
