/** Loads the WASM core once in a fresh process and prints how long it took, in milliseconds: `load-wasm.cjs FOLDER compile|load`. */
const {readFileSync} = require('node:fs')
const path = require('node:path')

const [folder, what] = process.argv.slice(2)

/** One of them per process: V8 keeps a module that it has compiled before. */
const measured = {
  compile() {
    const bytes = readFileSync(path.join(folder, 'connect_bindings_bg.wasm'))
    return timed(() => new WebAssembly.Module(bytes))
  },
  load: () => timed(() => require(path.join(folder, 'connect_bindings.js'))),
}

function timed(body) {
  const since = performance.now()
  body()
  return performance.now() - since
}

process.stdout.write(String(measured[what]()))
