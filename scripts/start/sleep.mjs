/** A machine that sleeps: its process is stopped, and goes on later as if nothing had been. */
import {setTimeout as pause} from 'node:timers/promises'

const retryMs = 20

/** How many changes a run has announced. */
export function announced(list) {
  return list.filter(entry => entry.kind === 'issued').length
}

/**
 * Stops a process group where no change of its run is under way, which nothing could call back.
 * @param {import('node:child_process').ChildProcess} child
 * @param {() => object[]} journal entries of its run
 */
export async function putToSleep(child, journal) {
  for (;;) {
    process.kill(-child.pid, 'SIGSTOP')
    const list = journal()
    const answers = list.filter(entry => entry.kind === 'answered' && entry.outcome !== 'unknown')
    if (announced(list) <= answers.length) return
    process.kill(-child.pid, 'SIGCONT')
    await pause(retryMs)
  }
}
