/** `npm run setup`: brings all that is missing; every other command brings what it needs itself. */
import {main} from './lib/problem.mjs'
import {forTests, setUp} from './setup/index.mjs'

await main(() => setUp(forTests))
