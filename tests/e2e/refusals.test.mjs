/** Bad input that is refused before the database is asked: one clear sentence, the right exit code, nothing changed. */
import assert from 'node:assert/strict'
import {after, before, describe, test} from 'node:test'
import {names, openBox} from './support/box.mjs'
import {refused} from './support/refused.mjs'

const {app} = names
const command = (...more) => ['connect:upgrade-db', '--app', app, '--version', '17', '--confirm', app, '--no-hold', ...more]

describe('what cannot be meant is refused', {timeout: 1_800_000}, () => {
  let box
  before(async () => {
    box = await openBox({paper: true})
  })
  after(() => box?.close())

  test('unknown app', () =>
    refused(
      box,
      ['connect:upgrade-db', '--app', 'no-such-app', '--version', '17', '--confirm', 'no-such-app', '--no-hold'],
      [10],
      /no-such-app/,
    ))

  test('unknown database', () => refused(box, ['connect:upgrade-db', 'NO_SUCH_DATABASE', ...command().slice(1)], [10], /NO_SUCH_DATABASE/))

  test('no version', () => refused(box, ['connect:upgrade-db', '--app', app, '--confirm', app, '--no-hold'], [2], /--version/))

  for (const version of ['newest', '0']) {
    test(`version ${version}`, () =>
      refused(box, ['connect:upgrade-db', '--app', app, '--version', version, '--confirm', app, '--no-hold'], [2], /--version/))
  }

  test('a method that does not exist', () => refused(box, command('--method', 'magic'), [2], /magic/))

  test('a follower that does not exist', () => refused(box, command('--follower', 'postgresql-none'), [10], /postgresql-none/))

  test('a token that the server does not know', async () => {
    const text = await refused(box, command(), [10], /log ?in|HEROKU_API_KEY|token|credentials/i, {env: {HEROKU_API_KEY: 'expired-token'}})
    assert.doesNotMatch(text, /expired-token/)
  })

  test('no server at all', () =>
    refused(box, command(), [10], /reach|refused|connect/i, {
      env: {HEROKU_HOST: 'http://127.0.0.1:9', HTTP_PROXY: undefined, http_proxy: undefined},
    }))

  test('an unknown run', async () => {
    for (const verb of ['info', 'resume', 'abort', 'finish']) {
      await refused(box, [`connect:runs:${verb}`, 'rzzzzzzz'], [10], /no run `rzzzzzzz`/)
    }
  })

  test('a run id that is a path', () => refused(box, ['connect:runs:info', '../../etc'], [10], /etc/))

  test('an unknown flag', () => refused(box, command('--no-such-flag'), [2], /no-such-flag/))
})
