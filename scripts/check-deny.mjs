/**
 * `npm run check:deny`: licences and origins of all crates, by cargo-deny and deny.toml. `-- --advisories`: known weaknesses
 * too, for which the list of advisories is fetched.
 */
import {parseArgs} from 'node:util'
import {root} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {capture} from './lib/run.mjs'
import {setUp} from './setup/index.mjs'
import {environment} from './setup/programs.mjs'

await main(async () => {
  const {advisories} = parseArgs({options: {advisories: {default: false, type: 'boolean'}}}).values
  await setUp(['rust', 'deny'])
  const checks = ['bans', 'licenses', 'sources', ...(advisories ? ['advisories'] : [])]
  const {code} = await capture('cargo', ['deny', 'check', ...checks], {cwd: root, env: environment(), show: true})
  return code ?? 1
})
