/**
 * `npm run preview`: a folder of pages, one for each sample and one of a blocked plan, the snapshots of which they were made, and a list of
 * them into which a file can be opened: `preview/dist`.
 */
import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'
import {blocked} from './cases.mjs'
import {empty, pageOf} from './fill.mjs'
import {samples} from './samples.mjs'

/** The folder. */
export const site = path.join(root, 'preview', 'dist')

/** Writes it anew; gives the names of its files. */
export function write() {
  rmSync(site, {force: true, recursive: true})
  mkdirSync(site, {recursive: true})
  const pages = [...samples(), {html: pageOf(blocked()), name: 'blocked', snapshot: blocked()}]
  for (const {html, name, snapshot} of pages) {
    writeFileSync(path.join(site, `${name}.html`), html)
    writeFileSync(path.join(site, `${name}.json`), `${JSON.stringify(snapshot)}\n`)
  }

  writeFileSync(path.join(site, 'index.html'), list(pages))
  return ['index.html', ...pages.map(({name}) => `${name}.html`)]
}

/** The titles of all pages, in the same page: their text is escaped already. */
function list(pages) {
  const title = html => /<h1>(.*?)<\/h1>/.exec(html)[1]
  const item = ({html, name}) =>
    `<li><a href="${name}.html">${title(html)}</a> <code>${name}</code> <a href="${name}.json" download>snapshot</a></li>`
  // It goes when the program wakes.
  const lifeless = `<p class="lifeless">${lifelessOf(pages[0].html)}</p>`
  const words = [
    '<h1>Samples</h1>',
    lifeless,
    '<section id="samples">',
    '<ul>',
    ...pages.map(page => item(page)),
    '</ul>',
    '</section>',
  ].join('\n')
  const parts = {DATA: 'null', TITLE: 'Samples', WORDS: words}
  return empty.replaceAll(/%%([A-Z]+)%%/g, (_, part) => parts[part])
}

/** What a page says where the browser refuses its program. */
function lifelessOf(html) {
  return JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(html)[1]).labels.lifeless
}
