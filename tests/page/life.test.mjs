/** What the page computes, in a real Chromium: the core verifies, plans otherwise, opens files and rehearses. */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {after, before, describe, test} from 'node:test'
import {carryOut} from '../../docs/examples/loop.mjs'
import {pageOfPlan, plan} from '../../scripts/page/fill.mjs'
import {core, recordedHost, transcript} from '../contract/support.mjs'
import {empty, good, hostile, launch, open, pageOf, shelf, skip, textOf, words, wordsIn} from './support.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const dataIn = html => JSON.parse(/id="data">([\s\S]*?)<\/script>/.exec(html)[1])

/** The frames that are shown, as text. */
const film = tab => tab.locator('.film li').allInnerTexts()

/** A page without a plan. */
const blank = empty.replaceAll(/%%([A-Z]+)%%/g, (_, part) => ({DATA: 'null', TITLE: 'Samples', WORDS: '<h1>Samples</h1>'})[part])

/** Pastes a text. */
const give = (tab, text) =>
  tab.evaluate(given => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', given)
    document.dispatchEvent(new ClipboardEvent('paste', {clipboardData}))
  }, text)

/** The journal of a whole run, with the answers that were recorded. */
async function recordedJournal() {
  const {opening} = transcript()
  const [host, lines] = [recordedHost(), []]
  const session = new core.Session(opening.command, opening.context)
  await carryOut(session, {
    ...host,
    append(run, line) {
      lines.push(line)
      return host.append()
    },
  })
  session.free()
  return lines
}

/** Where a film has ended. */
async function toTheEnd(tab) {
  const slider = tab.locator('.controls input')
  await slider.fill(await slider.getAttribute('max'))
}

describe('the page computes', {skip}, () => {
  let browser
  let pages
  before(async () => {
    browser = await launch()
    pages = await shelf()
  })
  after(async () => {
    await browser?.close()
    await pages?.close()
  })

  /** A page whose core is awake, and at the end: that it asked for nothing, and that nothing was refused. */
  async function inPage(html, body, {fragment = '', options} = {}) {
    const address = pages.file(html)
    const {noted, tab} = await open(browser, address + fragment, options)
    await tab.locator('.verified, .open').first().waitFor()
    await body(tab)
    assert.deepEqual(noted.errors, [])
    assert.deepEqual(noted.violations, [])
    assert.deepEqual(noted.requests, [address])
    await tab.close()
  }

  test('a plan that nobody has changed is verified', () =>
    inPage(pageOf(good()), async tab => {
      assert.match(await tab.locator('#apply .verified').innerText(), /its sum is the same/)
      assert.equal(await tab.locator('.trouble').count(), 0)
    }))

  test('one whose data or words were changed is not', async () => {
    const html = pageOf(good())
    const {plan: whole} = dataIn(html)
    const changes = [
      html.replace(`"title":${JSON.stringify(whole.steps[3].title)}`, '"title":"Something else"'),
      html.replace(/"sha256":"[0-9a-f]{4}/, '"sha256":"0000'),
      html.replace('estimated 5–30 min', 'estimated 1–2 min'),
    ]
    for (const changed of changes) {
      assert.notEqual(changed, html)
      const {tab} = await open(browser, pages.file(changed))
      assert.match(await tab.locator('[role=alert]').innerText(), /Do not approve it/)
      await tab.close()
    }
  })

  test('where the program is refused a sentence says so, and the words stand', async () => {
    const html = pageOf(good())
    for (const refusing of [html.replace(" 'wasm-unsafe-eval'", ''), html.replace(/(id="core">)[^<]*/, '$1AAAA')]) {
      assert.notEqual(refusing, html)
      const {noted, tab} = await open(browser, pages.file(refusing))
      assert.match(await tab.locator('.lifeless').innerText(), /The words are whole/)
      assert.equal(textOf(await words(tab)), textOf(wordsIn(html)))
      assert.equal(await tab.locator('.picture').count(), 1)
      assert.deepEqual(noted.errors, [])
      await tab.close()
    }
  })

  test('another choice is planned at once, as the core plans it, and what changed is marked', () =>
    inPage(pageOf(good()), async tab => {
      const before = await words(tab)
      const {options} = dataIn(pageOf(good())).choices.find(({name}) => name === 'Version')
      const other = options.find(({chosen}) => !chosen)
      await tab.locator('select[data-choice=Version]').focus()
      await tab.locator('select[data-choice=Version]').selectOption(other.text)
      const wanted = pageOfPlan(plan(good(), other.request))
      assert.equal(textOf(await words(tab)), textOf(wordsIn(wanted)))
      assert.ok((await tab.locator('em.changed').count()) > 0)
      assert.equal(await tab.evaluate(() => document.activeElement.dataset.choice), 'Version')
      assert.equal(await tab.locator('.picture').count(), 1)
      await tab.getByRole('button', {name: 'Back to the plan of the file'}).click()
      assert.equal(textOf(await words(tab)), textOf(before))
      assert.equal(await tab.locator('em.changed').count(), 0)
    }))

  test('a rehearsal goes on, back, and to its end', () =>
    inPage(pageOf(good()), async tab => {
      await tab.locator('[data-act=rehearse]').click()
      await tab.locator('.film').waitFor()
      const forward = tab.locator('[data-act=forward]')
      for (let at = 0; at < 3; at++) await forward.click()
      const three = await film(tab)
      assert.equal(three.length, 3)
      await forward.click()
      await tab.locator('[data-act=back]').click()
      assert.deepEqual(await film(tab), three)
      await toTheEnd(tab)
      assert.match((await film(tab)).at(-1), /: done/)
      await tab.locator('.controls select').selectOption('600×')
      await tab.locator('[data-act=play]').click()
      await tab.waitForFunction(
        count => document.querySelectorAll('.film li').length === count,
        Number(await tab.locator('.controls input').getAttribute('max')),
      )
    }))

  test('what goes wrong is told where it was asked for, and a colleague sees the same', async () => {
    let address
    let seen
    await inPage(pageOf(good()), async tab => {
      await tab.locator('[data-act=rehearse]').click()
      await tab.locator('.film').waitFor()
      for (let at = 0; at < 6; at++) await tab.locator('[data-act=forward]').click()
      const before = await film(tab)
      await tab.locator('[data-strike=laptop-closes]').click()
      await tab.waitForFunction(() => location.hash.includes('wrong=laptop-closes.6'))
      await tab.locator('[data-act=play]').click()
      await toTheEnd(tab)
      seen = await film(tab)
      assert.deepEqual(seen.slice(0, 6), before)
      assert.match(seen[6], /the machine is switched off/)
      assert.match(seen.at(-1), /resumed 1 time/)
      address = await tab.evaluate(() => location.hash)
    })
    await inPage(
      pageOf(good()),
      async tab => {
        await tab
          .locator('.film li')
          .nth(seen.length - 1)
          .waitFor()
        assert.deepEqual(await film(tab), seen)
        await tab.getByRole('button', {name: 'Let nothing go wrong'}).click()
        await tab.waitForFunction(() => !location.hash.includes('wrong'))
      },
      {fragment: address},
    )
  })

  test('an address that names nothing that can go wrong gives a sentence', () =>
    inPage(pageOf(good()), async tab => assert.match(await tab.locator('#rehearsal [role=alert]').innerText(), /meteor/), {
      fragment: '#at=3&wrong=meteor.1',
    }))

  test('the map can be stepped through', () =>
    inPage(pageOf(good()), async tab => {
      const cells = tab.locator('#map tbody tr:first-child td:visible')
      assert.equal(await cells.count(), 3)
      await tab.getByRole('button', {name: 'During the downtime'}).click()
      assert.deepEqual(await cells.allInnerTexts(), ['stopped'])
      await tab.getByRole('button', {name: 'During the downtime'}).click()
      assert.equal(await cells.count(), 3)
    }))

  test('the picture can be made wider', () =>
    inPage(pageOf(good()), async tab => {
      const width = () =>
        tab
          .locator('.picture .rows')
          .first()
          .evaluate(rows => rows.getBoundingClientRect().width)
      const before = await width()
      await tab.locator('[data-act=wider]').click()
      assert.ok((await width()) > 1.9 * before)
      await tab.locator('[data-act=narrower]').click()
      assert.equal(await width(), before)
    }))

  test('an empty page shows a snapshot, a plan and a journal that it is given, and says what is none of them', async () => {
    await inPage(blank, async tab => {
      await give(tab, JSON.stringify(good()))
      assert.match(await tab.locator('h1').innerText(), /^Upgrade of .* to Postgres 18$/)
      await give(tab, JSON.stringify(dataIn(pageOf(good())).plan))
      assert.match(await tab.locator('h1').innerText(), /to Postgres 17$/)
      await give(tab, '{"a": 1}')
      assert.match(await tab.locator('[role=alert]').innerText(), /no plan/)
      assert.match(await tab.locator('h1').innerText(), /to Postgres 17$/, 'what was shown stays')
    })
  })

  test('a journal shows its plan, its report, and what each step took beside the estimate', () =>
    inPage(blank, async tab => {
      const lines = await recordedJournal()
      await give(tab, lines.join('\n'))
      assert.match(await tab.locator('h1').innerText(), /^Upgrade of /)
      const report = await tab.locator('.report').innerText()
      assert.match(report, /: done/)
      assert.match(report, /L1 = L0/)
      const took = await tab.locator('.took').allInnerTexts()
      assert.ok(took.length > 20, String(took.length))
      for (const text of took) assert.match(text, /^took \d+:\d\d: (as estimated|\d+:\d\d (more|less) than its part of the (most|least))$/)
      assert.equal(await tab.locator('rect.ran').count(), took.length)
      const [first] = lines
      await give(tab, [first, ...lines.slice(2)].join('\n'))
      assert.match(await tab.locator('[role=alert]').innerText(), /no plan/, 'one that lacks a record is not believed')
    }))

  test('the runbook is made in the page', () =>
    inPage(pageOf(good()), async tab => {
      const [download] = await Promise.all([tab.waitForEvent('download'), tab.locator('[data-act=runbook]').click()])
      const text = readFileSync(await download.path(), 'utf8')
      assert.match(text, /^#!\/usr\/bin\/env bash\n/)
      assert.match(text, /heroku connect:runs:begin/)
    }))

  test('hostile names are text in a rehearsal and in another plan', () =>
    inPage(pageOf(hostile()), async tab => {
      const harmless = async () => {
        assert.ok(!(await tab.title()).includes('owned'))
        assert.equal(await tab.locator('main img, main script').count(), 0)
      }

      await tab.locator('[data-act=rehearse]').click()
      await tab.locator('.film').waitFor()
      await toTheEnd(tab)
      await harmless()
      await tab.locator('select[data-choice=Version]').selectOption('Postgres 18')
      assert.match(await tab.locator('h1').innerText(), /to Postgres 18$/)
      assert.ok((await tab.locator('#affected').innerText()).includes('</script>'))
      await harmless()
    }))

  for (const colorScheme of ['light', 'dark']) {
    test(`can be used by everybody while it is rehearsed: ${colorScheme}`, () =>
      inPage(
        pageOf(good()),
        async tab => {
          await tab.locator('[data-act=rehearse]').click()
          await tab.locator('.film').waitFor()
          await tab.locator('[data-strike=pause-sticks]').click()
          await tab.locator('.film .struck').waitFor()
          await tab.evaluate(axe)
          const {violations} = await tab.evaluate(() => globalThis.axe.run())
          assert.deepEqual(
            violations.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 200)} ${nodes[0].failureSummary}`),
            [],
          )
          const [wide, room] = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
          assert.ok(wide <= room, `${wide} of ${room} pixels`)
        },
        {options: {colorScheme, viewport: {height: 800, width: 360}}},
      ))
  }
})
