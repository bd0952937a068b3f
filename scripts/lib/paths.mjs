/** Where things are. Every other script takes its paths from here. */
import {createHash} from 'node:crypto'
import {statSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {fileURLToPath} from 'node:url'

/** Root of the work tree. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')

/** Tools that set-up brings, keyed by version; git ignores it. */
export const tools = path.join(root, '.tools')

/** Cargo's target folder, wherever the environment puts it. */
export const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target')

/** The plugin's workspace. */
export const plugin = path.join(root, 'plugin')

/** Folder of the tarball; git ignores it. */
export const dist = path.join(root, 'dist')

/** What is packed, unpacked. */
export const staged = path.join(dist, 'package')

/** Scenario files. */
export const scenarios = path.join(root, 'tests', 'scenarios')

/** Native programs, as `cargo build --profile tool` leaves them. */
export const programs = {
  client: path.join(target, 'tool', 'client'),
  ledger: path.join(target, 'tool', 'ledger'),
  sandbox: path.join(target, 'tool', 'connect-sandbox'),
}

/** The bastion of the sandbox's private databases, run with this Node. */
export const bastion = path.join(root, 'sandbox', 'bastion', 'bastion.mjs')

/** Entry of the real CLI, run with this Node. */
export const heroku = path.join(root, 'node_modules', 'heroku', 'bin', 'run.js')

/** Folder in which `heroku` is found by name. */
export const bin = path.join(root, 'node_modules', '.bin')

const open = openTo(root)
const aside = path.join(os.tmpdir(), `connect-maintenance-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`)

/** PostgreSQL installations: `<major>/bin/postgres`. */
export const postgres = open ? path.join(tools, 'postgres') : path.join(aside, 'postgres')

/** State of sandbox runs: tests say where, else it is in the work tree, where git ignores it. */
export const runs = process.env.CONNECT_SANDBOX_DIR ?? (open ? path.join(root, '.sandbox') : path.join(aside, 'runs'))

/** `file` as a person in the work tree would type it. */
export function short(file) {
  const relative = path.relative(root, file)
  return relative.startsWith('..') ? file : relative || '.'
}

/** PostgreSQL refuses to run as root, so root's servers run as `nobody`: everybody must be able to enter their folders. */
function openTo(folder) {
  if (process.getuid?.() !== 0) return true
  for (let at = folder; ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}
