/** Pictures of the page for the README, taken in Chromium: `node scripts/page/pictures.mjs`. */
import {mkdirSync} from 'node:fs'
import path from 'node:path'
import {chromium} from 'playwright-core'
import {root} from '../lib/paths.mjs'
import {find} from '../setup/chromium.mjs'
import {blocked, good} from './cases.mjs'
import {pageOf} from './fill.mjs'

const folder = path.join(root, 'docs', 'images')

/** Name, how it is looked at, of what, and the step that is open. */
const pictures = [
  ['light', {colorScheme: 'light', viewport: {height: 1400, width: 1180}}, good, null],
  ['dark', {colorScheme: 'dark', viewport: {height: 860, width: 1180}}, good, 'upgrade-run'],
  ['narrow', {colorScheme: 'light', viewport: {height: 780, width: 360}}, good, 'stop-writers'],
  ['blocked', {colorScheme: 'light', viewport: {height: 620, width: 1180}}, blocked, null],
]

mkdirSync(folder, {recursive: true})
const browser = await chromium.launch({args: ['--no-sandbox'], executablePath: find() ?? undefined})
for (const [name, look, snapshot, step] of pictures) {
  const tab = await browser.newPage(look)
  await tab.setContent(pageOf(snapshot()))
  if (step !== null) await tab.locator(`li.step[data-id="${step}"] summary`).click()
  if (step !== null) await tab.locator(`li.step[data-id="${step}"]`).evaluate(line => line.scrollIntoView({block: 'center'}))
  await tab.screenshot({path: path.join(folder, `preview-${name}.png`)})
}

const tab = await browser.newPage({colorScheme: 'light', viewport: {height: 760, width: 1180}})
await tab.setContent(pageOf(good()))
await tab.locator('[data-act=rehearse]').click()
const slider = tab.locator('.controls input')
await slider.fill('12')
await tab.locator('[data-strike=pause-sticks]').click()
await tab.locator('.film .struck').waitFor()
await tab.locator('[data-act=play]').click()
await slider.fill(await slider.getAttribute('max'))
await tab.locator('#rehearsal').evaluate(section => section.scrollIntoView({block: 'start'}))
await tab.screenshot({path: path.join(folder, 'preview-rehearsal.png')})

await browser.close()
