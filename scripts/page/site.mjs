/** `npm run preview`: a folder of pages, one for each sample and one of a blocked plan, with a list of them: `preview/dist`. */
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
  const pages = [...samples(), {html: pageOf(blocked()), name: 'blocked'}]
  for (const {html, name} of pages) writeFileSync(path.join(site, `${name}.html`), html)
  writeFileSync(path.join(site, 'index.html'), list(pages))
  return ['index.html', ...pages.map(({name}) => `${name}.html`)]
}

/** The titles of all pages, in the same page: their text is escaped already. */
function list(pages) {
  const items = pages.map(({html, name}) => `<li><a href="${name}.html">${/<h1>(.*?)<\/h1>/.exec(html)[1]}</a> <code>${name}</code></li>`)
  const words = ['<h1>Samples</h1>', '<section id="samples">', '<ul>', ...items, '</ul>', '</section>'].join('\n')
  const parts = {DATA: 'null', TITLE: 'Samples', WORDS: words}
  return empty.replaceAll(/%%([A-Z]+)%%/g, (_, part) => parts[part])
}
