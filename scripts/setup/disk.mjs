/** Room on the disk, looked at before minutes of work rather than after. */
import {existsSync, statfsSync} from 'node:fs'
import path from 'node:path'
import {postgres, root} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'

const firstTimeMiB = 4096
const laterMiB = 512

/** Refuses when the work tree's disk has not enough room. */
export function ensure() {
  const {bavail, bsize} = statfsSync(root)
  const free = Math.floor((bavail * bsize) / 1024 ** 2)
  const needed = existsSync(path.join(postgres, '17')) ? laterMiB : firstTimeMiB
  if (free < needed) throw new Problem(`The disk that holds ${root} has ${free} MiB free; ${needed} MiB are needed for set-up, builds and databases.`)
}
