/** What the tests of the page share: pages as `connect:preview` writes them, and a Chromium to open them in. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createServer} from 'node:http'
import os from 'node:os'
import path from 'node:path'
import {pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'
import {good} from '../../scripts/page/cases.mjs'
import {find} from '../../scripts/setup/chromium.mjs'

export {blocked, good} from '../../scripts/page/cases.mjs'
export {carryOut, empty, pageOf, preview} from '../../scripts/page/fill.mjs'

/** Names that are more than text to whoever is careless. */
export const HOSTILE = `</script><script>document.title='owned'</script><!--<img src=x onerror="document.title='owned'">\u2028\u202Egnp.exe`

/** One whose names are hostile and long. */
export function hostile() {
  const snapshot = good()
  const [first, second, third] = snapshot.connections[0].mappings
  first.object = HOSTILE
  second.object = 'x'.repeat(10_000)
  third.object = 'שלום עולם'
  return snapshot
}

/** Reason to skip what needs a browser, or `false`. */
export const skip = find() === null && 'there is no Chromium'

/** A browser. */
export const launch = () => chromium.launch({args: ['--no-sandbox'], executablePath: find() ?? undefined})

/** What build servers send with the files that they keep. */
export const BUILD_SERVER = "sandbox; default-src 'none'; img-src 'self'; style-src 'self';"

/**
 * A folder and a server with pages in them.
 * @returns {Promise<{file: (html: string) => string, serve: (html: string, policy?: string) => string, asked: string[], close: () => Promise<void>}>}
 *   `file` and `serve` give an address
 */
export async function shelf() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'connect-page-'))
  const [asked, pages] = [[], new Map()]
  const server = createServer((request, response) => {
    asked.push(request.url)
    const page = pages.get(request.url)
    response.writeHead(page ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      ...(page?.policy && {'content-security-policy': page.policy}),
    })
    response.end(page?.html)
  })
  await new Promise(resolve => void server.listen(0, '127.0.0.1', resolve))
  let count = 0
  return {
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => void server.close(resolve))
      rmSync(folder, {force: true, recursive: true})
    },
    file(html) {
      const name = path.join(folder, `${++count}.html`)
      writeFileSync(name, html)
      return pathToFileURL(name).href
    },
    serve(html, policy) {
      const name = `/${++count}`
      pages.set(name, {html, policy})
      return `http://127.0.0.1:${server.address().port}${name}`
    },
  }
}

/** Opens an address and notes everything that should not be. */
export async function open(browser, address, options = {}) {
  const tab = await browser.newPage(options)
  const noted = {errors: [], requests: [], violations: []}
  tab.on('request', request => noted.requests.push(request.url()))
  tab.on('pageerror', error => noted.errors.push(String(error)))
  tab.on('console', message => {
    if (message.type() !== 'error') return
    const list = /Content Security Policy|frame is sandboxed/i.test(message.text()) ? noted.violations : noted.errors
    list.push(message.text())
  })
  await tab.goto(address)
  return {noted, tab}
}

/** The words of a page as HTML: what the core has put there. */
export const wordsIn = html => /<main>\n([\s\S]*)\n<\/main>/.exec(html)[1]

/** HTML of the words in a tab: what the page adds is left out. Without scripts nothing was added. */
export function words(tab, {javaScriptEnabled = true} = {}) {
  if (!javaScriptEnabled) return tab.locator('main').innerHTML()
  return tab.evaluate(() => {
    const copy = document.querySelector('main').cloneNode(true)
    for (const added of copy.querySelectorAll('.bar, .changed, .copy, .life, .offers, .picture, .trouble')) added.remove()
    return copy.innerHTML
  })
}

/** The text of HTML as a reader sees it, blanks as one. */
export const textOf = html =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim()
