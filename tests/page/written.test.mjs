/** Pages as the command writes them, without a browser. */
import assert from 'node:assert/strict'
import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import {inline} from '../../scripts/build/page.mjs'
import {site, write} from '../../scripts/page/site.mjs'
import {text} from '../contract/support.mjs'
import {blocked, carryOut, empty, good, hostile, pageOf, preview, wordsIn} from './support.mjs'

const parts = html => ({
  data: JSON.parse(/<script type="application\/json" id="data">([\s\S]*?)<\/script>/.exec(html)[1]),
  policy: /Content-Security-Policy" content="([^"]*)"/.exec(html)[1],
  script: /<script>([\s\S]*?)<\/script>/.exec(html)[1],
  style: /<style>([\s\S]*?)<\/style>/.exec(html)[1],
})

test('a plan, its snapshot and the command that plans make one page', () => {
  const snapshot = text('upgrade-db/good/snapshot.json')
  const fromSnapshot = pageOf(JSON.parse(snapshot))
  const plan = JSON.stringify(parts(fromSnapshot).data.plan)
  assert.equal(preview(plan).data[0], fromSnapshot)
  const words = {
    accept: [],
    adopt: false,
    aftercare: {moveReaders: false, noFollowers: false, wait: false},
    app: 'acme-sync',
    carryLog: false,
  }
  const none = {
    confirm: null,
    downtimeAt: null,
    downtimeBefore: null,
    follower: null,
    followerPlan: null,
    maxDowntimeMs: null,
    method: null,
  }
  const planned = carryOut({
    ...words,
    ...none,
    database: 'DATABASE',
    format: 'html',
    hold: true,
    kind: 'upgradeDb',
    noTrialCopy: false,
    out: null,
    planOnly: true,
    planSha256: null,
    snapshot: {name: 'world.json', text: snapshot},
    spaceWebZero: false,
    version: '17',
    waitIntervalMs: null,
    wayBack: null,
  })
  assert.equal(planned.code, 0)
  assert.equal(planned.data.length, 1)
  assert.equal(wordsIn(planned.data[0]).replaceAll(/[0-9a-f]{64}/g, ''), wordsIn(fromSnapshot).replaceAll(/[0-9a-f]{64}/g, ''))
})

test('script and style are the same for every plan, and named in the policy by their hashes', () => {
  const [first, second, third] = [good(), hostile(), blocked()].map(snapshot => parts(pageOf(snapshot)))
  for (const other of [second, third]) {
    assert.deepEqual([other.policy, other.script, other.style], [first.policy, first.script, first.style])
  }

  const sum = content => `'sha256-${createHash('sha256').update(content).digest('base64')}'`
  assert.ok(first.policy.includes(`script-src ${sum(first.script)} 'wasm-unsafe-eval'`))
  assert.ok(first.policy.includes(`style-src ${sum(first.style)}`))
  assert.ok(first.policy.startsWith("default-src 'none'; "))
})

test('a blocked plan has a page too, which says what to do', () => {
  const {code, data} = preview(JSON.stringify(blocked()), '17')
  assert.equal(code, 0)
  assert.match(data[0], /Nothing was changed/)
  assert.equal(parts(data[0]).data.timeline, null)
})

test('what is no plan gives a sentence and no page', () => {
  const {plan} = parts(pageOf(good())).data
  const refused = [
    ['', /no plan/],
    ['{"a": 1}', /no plan/],
    ['{"formatVersion": "1.0", "steps": [', /not JSON/],
    [JSON.stringify({...plan, formatVersion: '99.0'}), /format 99\.0/],
    [JSON.stringify({...plan, steps: plan.steps.slice(1)}), /the file was changed/],
    [JSON.stringify({...good(), formatVersion: '99.0'}), /format 99\.0/],
    [JSON.stringify(good()), /--version/],
  ]
  for (const [content, sentence] of refused) {
    const {code, data, said} = preview(content)
    assert.notEqual(code, 0, content.slice(0, 80))
    assert.deepEqual(data, [])
    assert.match(said, sentence)
  }
})

test('without a page of its own the plugin says so', () => {
  for (const page of [undefined, '', empty.replace('%%DATA%%', '')]) {
    const {code, data, said} = preview(JSON.stringify(good()), '17', {page})
    assert.equal(code, 2)
    assert.deepEqual(data, [])
    assert.match(said, /install the plugin anew/)
  }
})

test('a page whose script would end early is not built', () => {
  const page = '<meta content="@@POLICY@@"><style>@@STYLE@@</style><script>@@SCRIPT@@</script>'
  assert.match(inline(page, {script: 'let a', style: 'a{}'}), /^<meta content="default-src 'none'; .*<script>let a<\/script>$/)
  for (const script of ['"</script>"', '"<!--"']) assert.throws(() => inline(page, {script, style: ''}), /end them early/)
  assert.throws(() => inline(page, {script: '', style: '</style>'}), /end them early/)
})

test('the site of samples names each of its pages once, and they are whole', () => {
  const [index, ...pages] = write().map(name => ({html: readFileSync(path.join(site, name), 'utf8'), name}))
  const linked = [...index.html.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)].map(([, href, title]) => ({href, title}))
  assert.match(index.html, /<p class="lifeless">This browser refuses/)
  // Each comes with the snapshot of which it was made, which the page opens.
  for (const {href} of linked) {
    const snapshot = href.replace(/html$/, 'json')
    assert.ok(index.html.includes(`<a href="${snapshot}" download>`), snapshot)
    assert.match(JSON.parse(readFileSync(path.join(site, snapshot), 'utf8')).formatVersion, /^1\.\d+$/)
  }

  assert.deepEqual(
    linked.map(({href}) => href),
    pages.map(({name}) => name),
  )
  for (const [at, {html}] of pages.entries()) assert.ok(html.includes(`<h1>${linked[at].title}</h1>`))
  assert.equal(parts(index.html).policy, parts(pages[0].html).policy)
  assert.doesNotMatch(index.html, /%%/)
})
