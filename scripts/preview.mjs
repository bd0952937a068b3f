/** `npm run preview`: pages of all samples as a static site, in `preview/dist`. */
import {build} from './build/index.mjs'
import {short} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {say} from './lib/progress.mjs'
import {forPlugin, setUp} from './setup/index.mjs'

await main(async () => {
  await setUp(forPlugin)
  await build(['plugin'])
  const {site, write} = await import('./page/site.mjs')
  const files = write()
  say(`${files.length} pages in ${short(site)}`)
  return 0
})
