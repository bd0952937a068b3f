/**
 * The empty page: `preview/src` as one file of HTML with places for a plan. Its policy names its script and its style by their hashes, so
 * that nothing else runs in it, and a plan that is filled in changes neither.
 */
import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {gzipSync} from 'node:zlib'
import {plugin, root} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {step} from '../lib/progress.mjs'
import {hash, mark, matches} from '../lib/stamp.mjs'
import * as rehearsal from './rehearsal.mjs'
import {moduleName} from './wasm.mjs'

const sources = path.join(root, 'preview', 'src')

/** What the page is made from. */
const inputs = [...rehearsal.sources, 'package-lock.json', 'preview/package.json', 'preview/src', 'scripts/build/page.mjs']

/** Folder of the page in the plugin. */
export const folder = path.join(plugin, 'page')

/** The page with its places. */
export const template = path.join(folder, 'page.html')

/** Names of the files of other people's packages in it, a line each. */
export const contained = path.join(folder, '.modules')

/** Builds it unless it was made from exactly these sources. */
export async function build() {
  const stamp = path.join(folder, '.built')
  const wanted = hash(inputs)
  if (existsSync(template) && matches(stamp, wanted)) return
  await rehearsal.build()
  await step('Page', 'rolldown', async () => {
    const {code, modules} = await script()
    const read = name => readFileSync(path.join(sources, name), 'utf8')
    mkdirSync(folder, {recursive: true})
    const core = gzipSync(readFileSync(path.join(rehearsal.web, `${moduleName}_bg.wasm`)), {level: 9}).toString('base64')
    writeFileSync(template, inline(read('page.html'), {core, script: code, style: read('page.css')}))
    writeFileSync(contained, modules.join('\n'))
  })
  mark(stamp, wanted)
}

/** One classic script: a module would be a second thing to allow, and is not needed. */
async function script() {
  const {rolldown} = await import('rolldown')
  const work = await rolldown({
    input: path.join(sources, 'main.tsx'),
    // Its glue would look for the module beside itself; it is given the bytes.
    resolve: {alias: {'connect-bindings': path.join(rehearsal.web, `${moduleName}.js`)}},
    transform: {define: {'import.meta': '{}'}},
  })
  const {output} = await work.generate({comments: {legal: false}, format: 'iife', minify: true})
  await work.close()
  if (output.length !== 1) throw new Problem('The script of the page is not one file.', {exitCode: 1})
  const modules = output[0].moduleIds.filter(id => id.includes(`${path.sep}node_modules${path.sep}`))
  return {code: output[0].code.trim(), modules}
}

/**
 * Puts script and style into the page, and their hashes into its policy.
 * @param {string} page
 * @param {{core?: string, script: string, style: string}} parts `core`: the module, packed, in base64
 */
export function inline(page, {core = '', script: code, style: source}) {
  const style = source
    .replaceAll(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
  // A hash covers the bytes between the tags: what ends or hides a script there would end or hide it for the browser too.
  if (/<\/script|<!--/i.test(code) || /<\/style/i.test(style)) {
    throw new Problem('Script or style of the page hold what would end them early.', {exitCode: 1})
  }

  const sum = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
  const policy = [
    "default-src 'none'",
    `script-src ${sum(code)} 'wasm-unsafe-eval'`,
    `style-src ${sum(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const places = {'@@CORE@@': core, '@@POLICY@@': policy, '@@SCRIPT@@': code, '@@STYLE@@': style}
  return page.replaceAll(/@@[A-Z]+@@/g, place => places[place])
}
