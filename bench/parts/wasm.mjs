/** Size of the WASM core, and what it takes to load it in a fresh process. */
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {brotliCompressSync, constants, gzipSync} from 'node:zlib'
import {plugin, root} from '../../scripts/lib/paths.mjs'
import {must} from '../../scripts/lib/run.mjs'
import {spread} from '../lib/numbers.mjs'

const folder = path.join(plugin, 'wasm')

/** @param {number} launches fresh processes per number */
export async function wasm(launches) {
  const bytes = readFileSync(path.join(folder, 'connect_bindings_bg.wasm'))
  const brotli = brotliCompressSync(bytes, {
    params: {[constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length},
  })
  const samples = {compile: [], load: []}
  for (let round = 0; round < launches; round++) {
    for (const what of Object.keys(samples)) {
      const {stdout} = await must(process.execPath, [path.join(root, 'bench', 'lib', 'load-wasm.cjs'), folder, what])
      samples[what].push(Number(stdout))
    }
  }

  return {
    bytes: {brotli: brotli.length, gzip: gzipSync(bytes, {level: 9}).length, raw: bytes.length},
    compile: spread(samples.compile),
    load: spread(samples.load),
  }
}
