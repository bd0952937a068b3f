/** `npm run format`: rewrites Rust and TypeScript sources as rustfmt, eslint and prettier want them. */
import path from 'node:path'
import {bin, root} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {capture} from './lib/run.mjs'
import {layout, lint} from './lint/commands.mjs'
import {forPlugin, setUp} from './setup/index.mjs'

await main(async () => {
  await setUp(forPlugin)
  const results = [
    await capture('cargo', ['fmt', '--all'], {cwd: root, show: true}),
    // Before, so that eslint sees which bodies are on a line of their own; after, because it lays nothing out.
    await capture(path.join(bin, 'prettier'), [...layout, '--write'], {cwd: root, show: true}),
    await capture(path.join(bin, 'eslint'), [...lint, '--fix'], {cwd: root, show: true}),
    await capture(path.join(bin, 'prettier'), [...layout, '--write'], {cwd: root, show: true}),
  ]
  return results.every(({code}) => code === 0) ? 0 : 1
})
