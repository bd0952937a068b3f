/** `npm run schemas`: writes docs/schemas anew. A format that demands something else than its version did is refused. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import {build} from './build/index.mjs'
import {plugin, short} from './lib/paths.mjs'
import {main, Problem} from './lib/problem.mjs'
import {say} from './lib/progress.mjs'
import {forPlugin, setUp} from './setup/index.mjs'

await main(async () => {
  await setUp(forPlugin)
  await build(['plugin'])
  // It leans on a package that set-up brings.
  const {folder, make, sum, text} = await import('./schemas/make.mjs')
  const {enter} = await import('./schemas/versions.mjs')
  const made = make(createRequire(import.meta.url)(path.join(plugin, 'wasm', 'connect_bindings.js')).versions())
  const file = path.join(folder, 'versions.json')
  const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const fresh = Object.fromEntries(Object.entries(made).map(([name, {schema, version}]) => [name, {sum: sum(schema), version}]))
  const {changed, list} = enter(known, fresh)
  if (changed.length > 0) {
    throw new Problem(
      `${changed.join(', ')}: what it demands has changed and its version has not. Give it a new one in the core, or, if that version was never released, take its line out of ${short(file)}.`,
    )
  }

  for (const [name, {schema}] of Object.entries(made)) {
    writeFileSync(path.join(folder, `${name}.schema.json`), text(schema))
    say(`${short(path.join(folder, `${name}.schema.json`))}  ${schema.title}`)
  }

  writeFileSync(file, text(list))
})
