/** `docs/benchmarks.md`. */
import {asMarkdown} from './lib/tables.mjs'

/**
 * @param {{at: string, command: string, machine: object, rounds: {launches: number, upgrades: number}}} results
 * @param {object[]} list tables
 */
export function page({at, command, machine, rounds}, list) {
  const {cores, cpu, load, memoryGib, node, system} = machine
  return `# Benchmarks

Measured, never asserted: numbers of one machine on one day, all in one run, and therefore good for comparing with each
other only. Written by \`${command}\`.

- Date: ${at.slice(0, 10)}
- Machine: ${cpu}, ${cores} cores, ${memoryGib} GiB; ${system}; Node ${node}; load before the run ${load}
- Upgrades of each kind: ${rounds.upgrades}; starts of each program: ${rounds.launches}

The upgrade is that of the scenario \`upgrade-follower\` in the sandbox: real PostgreSQL servers, real client processes,
the real Heroku CLI. The *write-stopped window* is what the writers saw: from the last write that any client was told had
succeeded on the old server to the first on the new one. *By hand* is the maintenance manual's procedure as a script of
the CLI's own commands (\`bench/by-hand/upgrade.sh\`), which proves nothing and takes nothing back; its databases are
small, so that everything that grows with size is small in both. *Unavoidable* is what the hardware itself took;
a dyno counts as started when its process runs. The ledger fails the way by hand on one check at least, \`fence\`: nothing
keeps writers off the old database afterwards.

${asMarkdown(list)}
`
}
