/** The compiled commands, what the hooks load, and all packages they lean on, in a handful of modules. */
import {readdirSync} from 'node:fs'
import path from 'node:path'
import {rolldown} from 'rolldown'
import {plugin} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'

const lib = path.join(plugin, 'lib')

/** What is loaded by its name: by the CLI, and by the hooks. */
const loaded = /^commands[/\\].*\.js$|^guard[/\\]index\.js$/

/** The id under which the core is imported, in the sources and in the bundle: `wasm/` lies beside `lib/` in both. */
const core = '../wasm/connect_bindings.js'

/**
 * Never shipped: optional packages that are reached for in a `try`, and a compiler that oclif loads for TypeScript only.
 */
const absent = /^(cpu-features|pg-native|ts-node|tsx|typescript)($|\/)|\.node$/

/**
 * Stands for the client's error reports: nothing of what happens here is sent to anybody. With a client there, nobody
 * begins to look for the version to report.
 */
const silence = `
export const captureException = () => ''
export const flush = async () => true
export const getClient = () => ({close: async () => true})
export const init = () => undefined
`

/** Where the HTTP client loads its own parts, by a name that only it knows: no bundler finds them. */
const byName = /[/\\]http-call[/\\]lib[/\\]deps\.js$/

const replaced = {
  load: id => (id === '\0no-reports' ? silence : null),
  name: 'replaced',
  resolveId(id) {
    if (id === core) return {external: true, id}
    return id.startsWith('@sentry/') ? '\0no-reports' : null
  },
  transform(code, id) {
    if (!byName.test(id)) return null
    const known = code.replaceAll(/\bfetch\((['"][^'"]+['"])\)/g, 'require($1)')
    if (known === code) throw new Problem(`${id} loads its parts in another way than it did.`, {exitCode: 1})
    return known
  },
}

/**
 * Writes the bundle.
 * @param {string} folder
 * @returns {Promise<string[]>} files of other people's packages that are in it
 */
export async function bundle(folder) {
  const warnings = []
  const work = await rolldown({
    external: absent,
    input: entries(),
    makeAbsoluteExternalsRelative: false,
    onLog: (level, log) => void (level === 'warn' && !log.id?.includes('node_modules') && warnings.push(log.message)),
    platform: 'node',
    plugins: [replaced],
    // Some CommonJS packages ask where they are; a module knows it by another name.
    transform: {define: {__dirname: 'import.meta.dirname', __filename: 'import.meta.filename'}},
  })
  // Chunks lie in the folder itself, so that the core's id is right in each of them.
  const {output} = await work.write({
    chunkFileNames: 'chunk-[hash].js',
    comments: {legal: false},
    dir: folder,
    entryFileNames: '[name].js',
    format: 'esm',
    minify: true,
  })
  await work.close()
  if (warnings.length > 0) throw new Problem(`The bundle is not as it should be: ${warnings.join('\n')}`, {exitCode: 1})
  const loader = output.find(chunk => chunk.type === 'chunk' && [...'`\'"'].some(quote => chunk.code.includes(quote + core + quote)))
  if (!loader || path.dirname(loader.fileName) !== '.') {
    throw new Problem('No module in the root of the bundle imports the core.', {exitCode: 1})
  }

  return output
    .flatMap(chunk => (chunk.type === 'chunk' ? chunk.moduleIds : []))
    .filter(id => id.includes(`${path.sep}node_modules${path.sep}`))
}

function entries() {
  const files = readdirSync(lib, {recursive: true}).filter(name => loaded.test(name))
  return Object.fromEntries(files.map(name => [name.slice(0, -'.js'.length), path.join(lib, name)]))
}
