/** One set-up or build at a time in this work tree, however many commands are started. */
import {linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {setTimeout as pause} from 'node:timers/promises'
import {tools} from './paths.mjs'
import {explain, Problem} from './problem.mjs'
import {say} from './progress.mjs'

const waitMs = 45 * 60_000
const file = path.join(tools, 'setup.lock')

/** Process id in the lock file, or `null`. */
function holder() {
  try {
    return Number(readFileSync(file, 'utf8')) || null
  } catch {
    return null
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Creates the lock with its content in one step; false if somebody has it. */
function take() {
  mkdirSync(tools, {recursive: true})
  const own = `${file}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, {force: true})
  }
}

/** Moves a dead owner's lock aside; of several that try, one succeeds. */
function clear(pid) {
  const aside = `${file}.dead.${process.pid}`
  try {
    renameSync(file, aside)
    if (Number(readFileSync(aside, 'utf8')) !== pid) linkSync(aside, file)
  } catch {
    // Somebody else was quicker.
  } finally {
    rmSync(aside, {force: true})
  }
}

/**
 * Holds the lock while `body` runs. Nested calls of one process share it.
 * @template T
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function alone(body) {
  if (holder() === process.pid || (process.env.CONNECT_SETUP_LOCK && Number(process.env.CONNECT_SETUP_LOCK) === holder())) return body()
  const until = Date.now() + waitMs
  let told = false
  try {
    while (!take()) {
      const pid = holder()
      if (pid !== null && !alive(pid)) {
        clear(pid)
        continue
      }

      if (!told) say(`Another set-up or build of this work tree is running (process ${pid}); waiting for it.`)
      told = true
      if (Date.now() > until) throw new Problem(`Another set-up (process ${pid}) did not end within 45 minutes; end it and run this again.`)
      await pause(250)
    }
  } catch (error) {
    throw explain(error, '.tools')
  }

  const release = () => {
    if (holder() === process.pid) rmSync(file, {force: true})
  }

  process.once('exit', release)
  try {
    return await body()
  } finally {
    release()
    process.off('exit', release)
  }
}
