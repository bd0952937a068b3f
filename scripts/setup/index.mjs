/** Everything a fresh clone needs, brought once into folders that git ignores; a second call finds all of it there. */
import {alone} from '../lib/lock.mjs'
import {explain} from '../lib/problem.mjs'
import {say, seconds} from '../lib/progress.mjs'
import * as cargoTools from './cargo-tools.mjs'
import * as disk from './disk.mjs'
import * as node from './node.mjs'
import * as postgres from './postgres.mjs'
import * as rustTarget from './rust-target.mjs'

/** Brings what is missing. Downloads go on while the compiler works. */
export async function setUp() {
  const since = performance.now()
  try {
    disk.ensure()
    await alone(async () => {
      const build = rustTarget.ensure().then(() => cargoTools.ensure())
      const load = postgres.ensure().then(() => node.ensure())
      const failed = (await Promise.allSettled([build, load])).find(one => one.status === 'rejected')
      if (failed) throw failed.reason
    })
  } catch (error) {
    throw explain(error, '.tools')
  }

  say(`Set up (${seconds(performance.now() - since)}).`)
}
