/** `npm run build`: set-up and build, nothing else. */
import {buildAll} from './build/index.mjs'
import {main} from './lib/problem.mjs'
import {setUp} from './setup/index.mjs'

await main(async () => {
  await setUp()
  await buildAll()
})
