/** A Private Space, end to end: the real CLI, real servers that only a real bastion reaches, web dynos that never stop writing. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {entries} from '../../scripts/start/journal.mjs'
import {repeated} from '../../scripts/start/world.mjs'
import {inBox, names, openBox} from './support/box.mjs'
import {killed} from './support/kill.mjs'
import {secretsOf} from './support/secrets.mjs'

const {app} = names
const scenario = 'upgrade-private'
const accepted = ['space/external-access', 'space/web-stays'].flatMap(code => ['--accept', code])
const upgrade = ['connect:upgrade-db', '--version', '17', '--app', app, '--confirm', app, '--no-hold', ...accepted]

/** True once the apps' credential is closed. */
const isFenced = list => list.some(({kind, step}) => kind === 'issued' && step === 'fence-web')

/**
 * The apps are back. What comes then takes one statement or one look of longer than a tunnel lives between two cuts: it
 * would rightly be left over.
 */
const isBack = ({kind, step}) => kind === 'entered' && step === 'dynos-up'

/** Ends every tunnel, until the apps are back. */
async function cut(box) {
  if (!box.runs().some(run => entries(box.home, run).some(entry => isBack(entry)))) await box.fault('bastion-cut')
}

describe('an upgrade in a Private Space', {timeout: 1_800_000}, () => {
  let box
  let result
  before(async () => {
    box = await openBox({scenario})
    result = await box.heroku(upgrade, {patience: 1200})
  })
  after(() => box?.close())

  test('ends with 0: the app runs on the new database', () => {
    const text = result.stdout + result.stderr
    assert.equal(result.code, 0, text)
    assert.match(text, /Restart the web dynos/)
  })

  test('the report tells that web was restarted under the fence', async () => {
    const [run] = box.runs()
    const info = await box.ok('connect:runs:info', run, '--verbose')
    assert.match(info, /web dynos of acme-sync are restarted: 2 up/)
  })

  test('web was never scaled to 0', async () => {
    const scaled = (await box.requests()).filter(({method, path}) => method === 'PATCH' && path === `/apps/${app}/formation`)
    const web = scaled.flatMap(({body}) => body?.updates ?? []).filter(({type}) => type === 'web')
    assert.deepEqual(
      web.filter(({quantity}) => quantity === 0),
      [],
    )
  })

  test('the server saw every mutating request once', async () => {
    assert.deepEqual(repeated({requests: await box.requests()}), [])
  })

  test("no secret is in the run's folder, the bastion's least of all", async () => {
    const secrets = await secretsOf(box)
    for (const {file, text} of box.files()) {
      for (const secret of secrets) assert.ok(!text.includes(secret), `${file} holds a secret`)
      assert.doesNotMatch(text, /PRIVATE KEY/, file)
    }
  })

  test('the ledger finds every acknowledged write in the new database', () => box.judged())
})

describe('tunnels', {timeout: 1_800_000}, () => {
  test('cut again and again until the app is back: the run ends done', () =>
    inBox(
      async box => {
        const cutting = setInterval(cut, 4000, box)
        try {
          const result = await box.heroku(upgrade, {patience: 1200})
          assert.equal(result.code, 0, result.stdout + result.stderr)
        } finally {
          clearInterval(cutting)
        }

        await box.judged()
      },
      {scenario},
    ))

  test('gone with the process as the credential is closed: resumed, it is done', () =>
    inBox(
      async box => {
        const run = await killed(box, isFenced, upgrade)
        await box.fault('bastion-cut')
        const result = await box.heroku(['connect:runs:resume', run, '--no-hold'], {patience: 1200})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        await box.judged()
      },
      {scenario},
    ))

  test('gone with the process as the credential is closed: rolled back, web writes to the old database again', () =>
    inBox(
      async box => {
        const run = await killed(box, isFenced, upgrade)
        const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 1200})
        assert.equal(result.code, 0, result.stdout + result.stderr)
        await box.judged({undone: true})
      },
      {scenario},
    ))
})

describe('without a bastion', {timeout: 1_800_000}, () => {
  test('every method is refused with 10, and nothing is changed', () =>
    inBox(
      async box => {
        const result = await box.heroku([...upgrade, '--json'])
        assert.equal(result.code, 10, result.stdout + result.stderr)
        assert.match(result.stdout, /sql\/out-of-reach/)
        const changes = (await box.requests()).filter(({method}) => method !== 'GET')
        assert.deepEqual(
          changes.filter(({path}) => !path.startsWith('/actions/')),
          [],
        )
      },
      {scenario: 'private-out-of-reach'},
    ))
})
