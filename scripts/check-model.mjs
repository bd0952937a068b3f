/**
 * `npm run check:model [-- FLAGS]`: core and simulator joined in memory, every fault at every point, then every seeded bug, each of which
 * must be found. The flags are the program's own: `npm run check:model -- --help`.
 */
import {root} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {capture} from './lib/run.mjs'
import {setUp} from './setup/index.mjs'

await main(async () => {
  await setUp(['rust'])
  const cargo = ['run', '--quiet', '--profile', 'tool', '-p', 'connect-model', '--bin', 'check-model', '--', ...process.argv.slice(2)]
  const {code} = await capture('cargo', cargo, {cwd: root, show: true})
  return code
})
