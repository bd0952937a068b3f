/** What the writers saw: their acknowledgement files, read as files. */
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'

/** All acknowledgements of a sandbox: `{at, server}`, `at` in milliseconds since the Unix epoch. */
export function acknowledgements(folder) {
  return readdirSync(folder)
    .filter(name => name.endsWith('.jsonl'))
    .flatMap(name => readFileSync(path.join(folder, name), 'utf8').split('\n').slice(0, -1))
    .map(line => JSON.parse(line))
    .filter(({op}) => op !== 'maybe')
}

/**
 * The write-stopped window: from the last write that any client was told had succeeded on the old server to the first on
 * the new one.
 * @param {{at: number, server: string}[]} acks
 * @param {string} oldServer `host:port`
 * @param {string} newServer `host:port`
 * @returns {{from: number, to: number, ms: number} | null} `null` if there was no write on one of them
 */
export function writeStopped(acks, oldServer, newServer) {
  const at = server => acks.filter(ack => ack.server === server).map(ack => ack.at)
  const [before, after] = [at(oldServer), at(newServer)]
  if (before.length === 0 || after.length === 0) return null
  const from = before.reduce((one, other) => Math.max(one, other))
  const to = after.reduce((one, other) => Math.min(one, other))
  return {from, ms: to - from, to}
}
