/** Ctrl-C and SIGTERM: the command on the terminal gets its chance, then the sandbox ends in order. */
import {Problem} from '../lib/problem.mjs'

const graceMs = 10_000

/**
 * @returns {{race: <T>(work: Promise<T>) => Promise<T>, track: (child: import('node:child_process').ChildProcess | null, group?: boolean) => void, release: () => void}}
 */
export function endInOrder() {
  let child = null
  let apart = false
  let stop
  let asked = 0
  const stopped = new Promise((_, reject) => {
    stop = signal => reject(new Problem('Stopped.', {exitCode: signal === 'SIGINT' ? 130 : 143}))
  })
  stopped.catch(() => {})
  const onSignal = signal => {
    asked++
    const running = child
    if (!running) return stop(signal)
    // On a terminal Ctrl-C has reached the command too, unless it has a group of its own.
    if (signal === 'SIGTERM' || !process.stdin.isTTY || apart) running.kill(signal)
    running.once('close', () => stop(signal))
    if (asked > 1) running.kill('SIGKILL')
    else setTimeout(() => running.kill('SIGKILL'), graceMs).unref()
  }

  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return {
    race: work => Promise.race([work, stopped]),
    release() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
    track(next, group = false) {
      child = next
      apart = group
    },
  }
}
