/** `npm run package`: the plugin as one tarball in `dist/` that installs without a registry. */
import {build} from './build/index.mjs'
import {short} from './lib/paths.mjs'
import {main} from './lib/problem.mjs'
import {say} from './lib/progress.mjs'
import {forPlugin, setUp} from './setup/index.mjs'

await main(async () => {
  await setUp(forPlugin)
  await build(['plugin'])
  // It leans on packages that set-up brings.
  const {pack} = await import('./package/index.mjs')
  const {file, files, sha256, size, unpackedSize} = await pack()
  for (const {path, size} of files) say(`${String(size).padStart(10)}  ${path}`)
  say(`${files.length} files, ${megabytes(size)} packed, ${megabytes(unpackedSize)} unpacked, SHA-256 ${sha256}`)
  process.stdout.write(`${short(file)}\n`)
})

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(2)} MB`
}
