/** Bad input: one clear sentence, the right exit code, nothing lost and nothing changed. */
import assert from 'node:assert/strict'
import {appendFileSync, copyFileSync, readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {after, before, describe, test} from 'node:test'
import {scenarios} from '../../scripts/lib/paths.mjs'
import {removeFolder} from '../../scripts/start/folder.mjs'
import {control} from '../../scripts/start/sandbox.mjs'
import {waitForJournal} from '../../scripts/start/journal.mjs'
import {names, openBox, scratch, upgrade} from './support/box.mjs'

const {app, leader} = names
const command = (...more) => ['connect:upgrade-db', '--app', app, '--version', '17', '--confirm', app, '--no-hold', ...more]

describe('what cannot be done is refused before anything changes', {timeout: 900_000}, () => {
  let box
  before(async () => {
    box = await openBox()
  })
  after(() => box?.close())

  /** Runs a command that must be refused, in one sentence that matches, without a stack and without a change. */
  async function refused(args, code, sentence, options) {
    const seen = (await box.requests()).length
    const runs = box.runs()
    const result = await box.heroku(args, options)
    const text = result.stdout + result.stderr
    assert.equal(result.code, code, text)
    assert.match(text, sentence)
    assert.doesNotMatch(text, /\n\s+at .*\.js:\d+/, 'no stack')
    const changes = (await box.requests()).slice(seen).filter(request => request.mutates)
    assert.deepEqual(changes, [])
    assert.deepEqual(box.runs(), runs, 'no run was begun')
    return text
  }

  test('unknown app', () => refused(['connect:upgrade-db', '--app', 'no-such-app', '--version', '17', '--confirm', 'no-such-app', '--no-hold'], 10, /no-such-app/))

  test('unknown database', () => refused(['connect:upgrade-db', 'NO_SUCH_DATABASE', ...command().slice(1)], 10, /NO_SUCH_DATABASE/))

  test('no version', async () => {
    await refused(['connect:upgrade-db', '--app', app, '--confirm', app, '--no-hold'], 2, /--version/)
  })

  for (const version of ['15', '14', 'newest', '0', '99999']) {
    test(`version ${version}`, async () => {
      const result = await box.heroku(['connect:upgrade-db', '--app', app, '--version', version, '--confirm', app, '--no-hold'])
      assert.ok([2, 10].includes(result.code), `${result.code}: ${result.stdout}${result.stderr}`)
      assert.deepEqual((await box.requests()).filter(request => request.mutates), [])
    })
  }

  test('a method that is not built yet says so', () => refused(command('--method', 'direct'), 10, /direct/))

  test('a method that does not exist', () => refused(command('--method', 'magic'), 2, /magic/))

  test('the wrong name as confirmation', () => refused(['connect:upgrade-db', '--app', app, '--version', '17', '--confirm', 'other-app', '--no-hold'], 2, /other-app|--confirm/))

  test('a follower that does not exist', () => refused(command('--follower', 'postgresql-none'), 10, /postgresql-none/, {patience: 40}))

  test('a token that the server does not know', async () => {
    const text = await refused(command(), 10, /log ?in|HEROKU_API_KEY|token|credentials/i, {env: {HEROKU_API_KEY: 'expired-token'}})
    assert.doesNotMatch(text, /expired-token/)
  })

  test('no server at all', () => refused(command(), 10, /reach|refused|connect/i, {env: {HEROKU_HOST: 'http://127.0.0.1:9', HTTP_PROXY: undefined, http_proxy: undefined}}))

  test('an unknown run', async () => {
    for (const verb of ['info', 'resume', 'abort', 'finish']) {
      const result = await box.heroku([`connect:runs:${verb}`, 'rzzzzzzz'])
      assert.equal(result.code, 10, `${verb}: ${result.stdout}${result.stderr}`)
      assert.match(result.stdout + result.stderr, /no run rzzzzzzz/)
    }
  })

  test('a run id that is a path', async () => {
    const result = await box.heroku(['connect:runs:info', '../../etc'])
    assert.equal(result.code, 10, result.stdout + result.stderr)
  })

  test('an unknown flag', () => refused(command('--no-such-flag'), 2, /no-such-flag/))

  for (const [fault, sentence] of [
    ['status:503:html@/apps', /503/],
    ['status:500:json@/apps', /500/],
    ['429@/apps', /429|rate/i],
    ['connect-maintenance', /503|Connect/],
    ['two-factor', /second (authentication )?factor/i],
  ]) {
    test(`the API under ${fault}`, async () => {
      const other = await openBox({faults: [fault]})
      try {
        const result = await other.heroku(upgrade, {patience: 400})
        const text = result.stdout + result.stderr
        // A second factor is asked for with the first change: then the run stops, resumable.
        assert.ok([10, 11, 12].includes(result.code), `${result.code}: ${text}`)
        assert.match(text, sentence)
        assert.doesNotMatch(text, /\n\s+at .*\.js:\d+/, 'no stack')
        assert.doesNotMatch(text, /<html/i)
        await other.judged({undone: true})
      } finally {
        await other.close()
      }
    })
  }
})

describe('journals that cannot be trusted', {timeout: 1_200_000}, () => {
  let box
  let run
  let journal
  before(async () => {
    box = await openBox()
    const started = box.start(upgrade)
    // The first change takes the lock; with the second one under way the run is open for everybody.
    run = await waitForJournal(box.home, list => list.filter(entry => entry.kind === 'issued').length > 1, started.done)
    process.kill(-started.child.pid, 'SIGKILL')
    await started.done
    journal = box.journal(run)
    copyFileSync(journal, `${box.folder}/journal.good`)
  })
  after(() => box?.close())

  const restore = () => copyFileSync(`${box.folder}/journal.good`, journal)

  for (const [name, spoil, sentence] of [
    ['a plan edited by hand', text => text.replace('"acme-sync"', '"acme-sink"'), /line 1|changed|edited/i],
    ['a line taken out', text => text.split('\n').toSpliced(1, 1).join('\n'), /line \d+|changed|removed/i],
    ['a record of a newer version', text => text.replace(/"version":"1\.\d+"/, '"version":"9.0"'), /newer|9\.0/i],
    ['nothing in it', () => '', /empty|nothing/i],
  ]) {
    test(`${name}: neither resumed nor aborted on its word`, async () => {
      writeFileSync(journal, spoil(readFileSync(`${box.folder}/journal.good`, 'utf8')))
      try {
        const seen = (await box.requests()).length
        for (const verb of ['resume', 'abort']) {
          const result = await box.heroku([`connect:runs:${verb}`, run, ...(verb === 'abort' ? ['--confirm', app] : ['--no-hold'])])
          assert.ok([2, 10, 13].includes(result.code), `${verb} ${result.code}: ${result.stdout}${result.stderr}`)
          assert.match(result.stdout + result.stderr, sentence)
        }

        assert.deepEqual((await box.requests()).slice(seen).filter(request => request.mutates), [])
      } finally {
        restore()
      }
    })
  }

  test('while a run is open another one of the same database is refused', async () => {
    const result = await box.heroku(upgrade)
    assert.equal(result.code, 10, result.stdout + result.stderr)
    assert.match(result.stdout + result.stderr, new RegExp(run))
  })

  test('half a last line is left out, and the run goes on', async () => {
    appendFileSync(journal, '{"hash":"0000","record":{"ver')
    const result = await box.heroku(['connect:runs:abort', run, '--confirm', app], {patience: 400})
    assert.equal(result.code, 0, result.stdout + result.stderr)
    await box.judged({undone: true})
    assert.ok(!JSON.parse(await box.ok('addons', '--app', app, '--json')).some(addon => addon.plan.name.startsWith('heroku-postgresql') && addon.name !== leader))
  })
})

describe('an app without Connect', {timeout: 600_000}, () => {
  test('is refused with its own sentence', async () => {
    const folder = scratch('scenario')
    const file = path.join(folder, 'no-connect.json')
    const scenario = JSON.parse(readFileSync(path.join(scenarios, 'upgrade-follower.json'), 'utf8'))
    writeFileSync(file, JSON.stringify({...scenario, connections: [], name: 'no-connect'}))
    const box = await openBox({scenario: file})
    try {
      const result = await box.heroku(upgrade)
      assert.equal(result.code, 10, result.stdout + result.stderr)
      assert.match(result.stdout + result.stderr, /Connect/)
      const {requests} = await control(box.sandbox, 'requests')
      assert.deepEqual(requests.filter(request => request.mutates), [])
    } finally {
      await box.close()
      removeFolder(folder)
    }
  })
})
