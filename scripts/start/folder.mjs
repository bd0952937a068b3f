/** One folder per run of the sandbox, removed when all went well. */
import {randomBytes} from 'node:crypto'
import {mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {runs} from '../lib/paths.mjs'
import {explain} from '../lib/problem.mjs'

const kept = 3

/** Makes a fresh folder `.sandbox/<time>-<letters>/` and forgets all but the last few of processes that are gone. */
export function makeFolder() {
  try {
    mkdirSync(runs, {recursive: true})
    prune()
    const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
    // Short: socket paths inside it are limited to about 100 bytes.
    const name = `${time}-${randomBytes(2).toString('hex')}`
    const [fresh, folder] = [path.join(runs, `.${name}`), path.join(runs, name)]
    mkdirSync(fresh)
    writeFileSync(path.join(fresh, 'pid'), String(process.pid))
    // Under its name it is never without its owner: nobody who prunes at this moment takes it for a dead one.
    renameSync(fresh, folder)
    return folder
  } catch (error) {
    throw explain(error, runs)
  }
}

/** Removes a run's folder. */
export function removeFolder(folder) {
  rmSync(folder, {force: true, maxRetries: 5, recursive: true})
}

function prune() {
  const dead = readdirSync(runs)
    .sort()
    .filter(name => /^\d{8}-\d{6}-/.test(name) && !isAlive(path.join(runs, name, 'pid')))
  for (const name of dead.slice(0, Math.max(0, dead.length - kept))) removeFolder(path.join(runs, name))
}

function isAlive(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
