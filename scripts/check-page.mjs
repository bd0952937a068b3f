/** `npm run check:page`: how large the pages are, part by part, and that none is larger than it may be. */
import {gzipSync} from 'node:zlib'
import {build} from './build/index.mjs'
import {main} from './lib/problem.mjs'
import {forPlugin, setUp} from './setup/index.mjs'

/** Bytes that a page may have besides its core: what is read before anything is computed. */
const LARGEST = 600_000

/** Bytes that its core may have, packed and as text: more than all the rest, because it plans and rehearses every procedure. */
const LARGEST_CORE = 2_100_000

await main(async () => {
  await setUp(forPlugin)
  await build(['plugin'])
  const {samples} = await import('./page/samples.mjs')
  const rows = samples().map(({html, name}) => ({name, ...parts(html)}))
  const columns = ['words', 'data', 'script', 'style', 'core', 'whole', 'gzip']
  const line = (name, cells) => `${name.padEnd(24)}${cells.map(cell => String(cell).padStart(9)).join('')}`
  const table = rows.map(row =>
    line(
      row.name,
      columns.map(column => kilobytes(row[column])),
    ),
  )
  process.stdout.write(`${[line('kB', columns), ...table].join('\n')}\n`)
  const large = rows.filter(({core, whole}) => whole - core > LARGEST || core > LARGEST_CORE)
  for (const {core, name, whole} of large) {
    process.stdout.write(`${name}: ${whole - core} bytes and a core of ${core}, ${LARGEST} and ${LARGEST_CORE} are allowed\n`)
  }

  return large.length === 0 ? 0 : 1
})

function parts(html) {
  const size = pattern => Buffer.byteLength(pattern.exec(html)?.[1] ?? '')
  return {
    core: size(/id="core">([\s\S]*?)<\/script>/),
    data: size(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/),
    gzip: gzipSync(html, {level: 9}).length,
    script: size(/<script>([\s\S]*?)<\/script>/),
    style: size(/<style>([\s\S]*?)<\/style>/),
    whole: Buffer.byteLength(html),
    words: size(/<main>([\s\S]*?)<\/main>/),
  }
}

function kilobytes(bytes) {
  return (bytes / 1000).toFixed(1)
}
