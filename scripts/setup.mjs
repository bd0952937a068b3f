/** `npm run setup`: brings what is missing; `npm start` and `npm test` do it themselves. */
import {main} from './lib/problem.mjs'
import {setUp} from './setup/index.mjs'

await main(setUp)
