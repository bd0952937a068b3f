/** Processes of this machine, by what is on their command line. */
import {execFileSync} from 'node:child_process'
import {setTimeout as pause} from 'node:timers/promises'

/** Command lines of running processes that hold `text`, other than ours. */
export function processesWith(text) {
  return execFileSync('ps', ['-eo', 'pid=,args='], {encoding: 'utf8', maxBuffer: 64 * 1024 * 1024})
    .split('\n')
    .filter(line => line.includes(text) && Number.parseInt(line, 10) !== process.pid && !line.includes(' ps -eo'))
}

/** Waits until no process holds `text` on its command line; gives those that are left after `ms`. */
export async function goneWithin(text, ms) {
  for (const until = Date.now() + ms; Date.now() < until; await pause(100)) {
    if (processesWith(text).length === 0) return []
  }

  return processesWith(text)
}
