/** `npm run check:ledger`: lies to the ledger on real PostgreSQL; every lie must be found. */
import {postgres, root} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {capture} from './lib/run.mjs'
import {setUp} from './setup/index.mjs'

await main(async () => {
  await setUp(['rust', 'postgres'])
  const args = ['test', '--quiet', '--profile', 'tool', '-p', 'connect-ledger', '--test', 'check-ledger', '--', ...process.argv.slice(2)]
  const {code} = await capture('cargo', args, {cwd: root, env: {...process.env, CONNECT_POSTGRES: postgres}, show: true})
  return code ?? 1
})
