/** The pages of the samples: one of each world and method. */
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'
import {pageOfPlan, plan} from './fill.mjs'

const folder = path.join(root, 'tests', 'fixtures', 'samples')

/** Each sample as a page. */
export function samples() {
  const names = readdirSync(folder).sort()
  return names.map(file => {
    const {request, snapshot} = JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
    return {html: pageOfPlan(plan(snapshot, request)), name: path.basename(file, '.json'), snapshot}
  })
}
