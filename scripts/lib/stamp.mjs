/** "Is this still what was built from that?": a hash of the inputs beside the output. */
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {root} from './paths.mjs'

const ignored = new Set(['node_modules', 'target', 'lib', 'wasm', '.git', 'coverage'])

/** All files under `entry` (a file or folder), sorted. A missing entry gives none. */
function* files(entry) {
  if (!existsSync(entry)) return
  if (statSync(entry).isFile()) {
    yield entry
    return
  }

  for (const name of readdirSync(entry).sort()) {
    if (!ignored.has(name)) yield* files(path.join(entry, name))
  }
}

/** SHA-256 over names and contents of files and folders, given relative to the root. `salt` is hashed too. */
export function hash(entries, salt = '') {
  const sum = createHash('sha256').update(salt)
  for (const entry of entries) {
    for (const file of files(path.join(root, entry))) {
      sum.update(`\0${path.relative(root, file)}\0`).update(readFileSync(file))
    }
  }

  return sum.digest('hex')
}

/** True if `file` holds exactly `value`. */
export function matches(file, value) {
  return existsSync(file) && readFileSync(file, 'utf8') === value
}

/** Writes the stamp. */
export function mark(file, value) {
  mkdirSync(path.dirname(file), {recursive: true})
  writeFileSync(file, value)
}
