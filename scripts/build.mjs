/** `npm run build`: the plugin, ready to be linked, and nothing that only the sandbox needs. `-- --all`: that too. */
import {parseArgs} from 'node:util'
import {build, forSandbox} from './build/index.mjs'
import {main} from './lib/problem.mjs'
import * as needs from './setup/index.mjs'

await main(async () => {
  const {all} = parseArgs({options: {all: {default: false, type: 'boolean'}}}).values
  await needs.setUp(all ? needs.forSandbox : needs.forPlugin)
  await build(all ? forSandbox : ['plugin'])
})
