/** What pages are tried with, and shown by. */
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'

/** The snapshot of the golden plan. */
export const good = () => JSON.parse(readFileSync(path.join(root, 'tests', 'fixtures', 'upgrade-db', 'good', 'snapshot.json'), 'utf8'))

/** One that nothing can be done about. */
export function blocked() {
  const snapshot = good()
  snapshot.apps[0].generation = 'fir'
  return snapshot
}
