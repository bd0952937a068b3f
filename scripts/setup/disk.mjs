/** Room on the disk, looked at before minutes of work rather than after. */
import {existsSync, statfsSync} from 'node:fs'
import path from 'node:path'
import {heroku, postgres, root} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'

const laterMiB = 512

/** What the first time needs: databases, and everything else. */
const firstMiB = {node: 2048, postgres: 2048}

const there = {node: heroku, postgres: path.join(postgres, '17')}

/**
 * Refuses when the work tree's disk has not enough room.
 * @param {Set<string>} parts parts of set-up
 */
export function ensure(parts) {
  const {bavail, bsize} = statfsSync(root)
  const free = Math.floor((bavail * bsize) / 1024 ** 2)
  const first = Object.keys(there).filter(part => parts.has(part) && !existsSync(there[part]))
  const needed = first.reduce((sum, part) => sum + firstMiB[part], 0) || laterMiB
  if (free < needed) {
    throw new Problem(`The disk that holds ${root} has ${free} MiB free; ${needed} MiB are needed for set-up, builds and databases.`)
  }
}
