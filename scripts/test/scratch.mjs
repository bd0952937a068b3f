/**
 * Where tests keep what they write: in memory where the machine has room for it. Servers and journals wait for the disk at every
 * commit, and on a machine whose disk is busy that made tests wait for minutes.
 */
import {accessSync, chmodSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const memory = '/dev/shm'
const prefix = 'connect-test-'
const enough = 6 * 1024 ** 3

/**
 * Makes a folder in memory for this process and its children, gone when the process ends; without room the usual places are used.
 * @param {NodeJS.ProcessEnv} env changed: `TMPDIR` and `CONNECT_SANDBOX_DIR`, unless somebody has set them or wants to keep what tests write
 * @param {string} [place] of a file system in memory
 * @param {number} [least] bytes that must be free there and in the machine
 * @returns {string | null} the folder
 */
export function scratch(env, place = memory, least = enough) {
  if (env.TMPDIR || env.CONNECT_SANDBOX_DIR || env.CONNECT_KEEP || !roomy(place, least)) return null
  prune(place)
  const folder = mkdtempSync(path.join(place, `${prefix}${process.pid}-`))
  // Servers of root run as `nobody`.
  chmodSync(folder, 0o755)
  process.once('exit', () => rmSync(folder, {force: true, maxRetries: 5, recursive: true}))
  env.TMPDIR = folder
  env.CONNECT_SANDBOX_DIR = path.join(folder, 'sandbox')
  return folder
}

function roomy(place, least) {
  try {
    accessSync(place, constants.W_OK)
    const {bavail, bsize} = statfsSync(place)
    return bavail * bsize >= least && os.freemem() >= least
  } catch {
    return false
  }
}

/** Removes what a process left that was killed. */
function prune(place) {
  for (const name of readdirSync(place).filter(name => name.startsWith(prefix))) {
    if (!isAlive(Number(name.slice(prefix.length).split('-')[0]))) rmSync(path.join(place, name), {force: true, recursive: true})
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}
