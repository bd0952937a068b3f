/** `npm run check:model`: core and simulator joined in memory, every fault at every point. */
import {root} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {capture} from './lib/run.mjs'

await main(async () => {
  const args = ['run', '--quiet', '--profile', 'tool', '-p', 'connect-model', '--bin', 'check-model', '--', ...process.argv.slice(2)]
  const {code} = await capture('cargo', args, {cwd: root, show: true})
  return code ?? 1
})
