/** Seeded bugs: switches of a test build. The table is the core's; what stands in tests/model is generated from it. */
import {readFileSync} from 'node:fs'
import path from 'node:path'

import {root} from './paths.mjs'

/**
 * @returns {{name: string, sentence: string, invariant: string}[]} every seeded bug
 */
export function seededBugs() {
  return JSON.parse(readFileSync(path.join(root, 'tests/model/seeded-bugs.json'), 'utf8'))
}
