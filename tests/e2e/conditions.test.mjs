/** `connect:check` and `connect:wait` in the real CLI: what a script sees of a maintenance that is done by hand. */
import assert from 'node:assert/strict'
import {writeFileSync} from 'node:fs'
import path from 'node:path'
import {after, before, describe, test} from 'node:test'
import {names, openBox} from './support/box.mjs'

const {app, leader} = names

describe('a condition is checked and waited for', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox()
  })
  after(() => box?.close())

  const asked = async (verb, ...words) => {
    const {code, stderr, stdout} = await box.heroku([`connect:${verb}`, ...words, '--app', app, '--json'])
    return {code, said: stderr, ...JSON.parse(stdout)}
  }

  test('what there is can be listed without an app', async () => {
    const listed = await box.heroku(['connect:check', '--list'])
    assert.equal(listed.code, 0, listed.stderr)
    for (const name of ['quiesced', 'follower-caught-up', 'unwritten-since', 'read-only']) assert.ok(listed.stdout.includes(name), name)
  })

  test('a database in use is written to, and says so', async () => {
    const noted = await asked('check', 'position-noted')
    assert.deepEqual([noted.code, noted.verdict, noted.since?.database], [0, 'holds', leader], noted.said)
    const file = path.join(box.folder, 'position.json')
    const {said: _said, code: _code, ...printed} = noted
    writeFileSync(file, JSON.stringify(printed))
    // Its clients write all the time; what they have written is counted at once or within a second.
    const {code, looked, verdict} = await asked('wait', 'unwritten-since', '--since', file)
    assert.deepEqual([code, verdict], [17, 'doesNotHold'], JSON.stringify(looked))
    assert.equal(looked[0].code, 'downtime/written-after-position')
  })

  test('its dynos stop, and a wait for it ends', async () => {
    assert.equal((await asked('check', 'dynos-stopped')).code, 17)
    await box.ok('ps:scale', 'web=0', 'worker=0', '--app', app)
    const {code, looked} = await asked('wait', 'dynos-stopped', '--deadline', '60s')
    assert.equal(code, 0, JSON.stringify(looked))
    assert.deepEqual(
      looked.map(({of, verdict}) => [of, verdict]),
      [[app, 'holds']],
    )
  })

  test('a real server says which version it is, and that it takes writes', async () => {
    assert.equal((await asked('check', 'writable')).code, 0)
    assert.equal((await asked('wait', 'read-only', '--deadline', '1s')).code, 18)
    assert.equal((await asked('check', 'upgraded', '--version', '15')).code, 0)
    assert.equal((await asked('check', 'upgraded', '--version', '17')).code, 17)
  })

  test('Connect is not paused, in words for people', async () => {
    const {code, stdout} = await box.heroku(['connect:check', 'quiesced', '--app', app])
    assert.equal(code, 17)
    assert.match(stdout, /^quiesced: does not hold\n.*herokuconnect-angular-20001.*state is /)
  })

  test('what cannot be judged is no answer', async () => {
    const nobody = await box.heroku(['connect:check', 'quiesced', '--app', app], {env: {HEROKU_API_KEY: 'expired-token'}})
    assert.equal(nobody.code, 10, nobody.stdout + nobody.stderr)
    const strange = await box.heroku(['connect:check', 'quiescd', '--app', app])
    assert.equal(strange.code, 2)
    assert.match(strange.stderr, /quiesced/)
  })
})
