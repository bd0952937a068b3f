/** Starting and ending: what keeps the sandbox from running is one sentence, and nothing is left behind. */
import assert from 'node:assert/strict'
import {spawn} from 'node:child_process'
import {once} from 'node:events'
import net from 'node:net'
import path from 'node:path'
import {after, describe, test} from 'node:test'
import {root, short} from '../../scripts/lib/paths.mjs'
import {Problem} from '../../scripts/lib/problem.mjs'
import {removeFolder} from '../../scripts/start/folder.mjs'
import {openSandbox} from '../../scripts/start/sandbox.mjs'
import {openBox, scratch} from './support/box.mjs'
import {goneWithin, processesWith} from './support/processes.mjs'

const graceMs = 20_000

describe('what keeps the sandbox from running', {timeout: 1_800_000}, () => {
  const folder = scratch('refused')
  after(() => removeFolder(folder))

  test('Postgres binaries missing', async () => {
    const opening = openSandbox({folder, postgresFolder: path.join(folder, 'nothing'), scenario: 'upgrade-follower'})
    await assert.rejects(
      opening,
      error => error instanceof Problem && error.exitCode === 2 && /15/.test(error.message) && !error.message.includes('\n'),
    )
    assert.deepEqual(await goneWithin(folder, graceMs), [])
  })

  test('port taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    try {
      const {port} = server.address()
      const opening = openSandbox({folder, port, scenario: 'upgrade-follower'})
      await assert.rejects(opening, error => error instanceof Problem && error.exitCode === 2 && error.message.includes(String(port)))
    } finally {
      server.close()
    }

    assert.deepEqual(await goneWithin(folder, graceMs), [])
  })

  test('an unknown scenario and an unknown fault', async () => {
    await assert.rejects(openSandbox({folder, scenario: 'no-such-scenario'}), /no-such-scenario/)
    await assert.rejects(openSandbox({faults: ['no-such-fault'], folder, scenario: 'upgrade-follower'}), /no-such-fault/)
  })
})

describe('no process is left behind', {timeout: 1_800_000}, () => {
  test('when the sandbox is told to end', async () => {
    const box = await openBox()
    assert.ok(processesWith(box.folder).length > 3, 'server, clients, Postgres')
    const {code} = await box.close()
    assert.equal(code, 0)
    assert.deepEqual(processesWith(box.folder), [])
  })

  test('when whoever started it is killed', async () => {
    const code = `import {openSandbox} from ${JSON.stringify(path.join(root, 'scripts/start/sandbox.mjs'))}
      await openSandbox({folder: process.argv[1], scenario: 'upgrade-follower'})
      process.stdout.write('up\\n')`
    const folder = scratch('orphan')
    const parent = spawn(process.execPath, ['--input-type=module', '-e', code, folder], {stdio: ['ignore', 'pipe', 'inherit']})
    await once(parent.stdout, 'data')
    assert.ok(processesWith(path.join(folder, 'state')).length > 3)
    parent.kill('SIGKILL')
    assert.deepEqual(await goneWithin(path.join(folder, 'state'), graceMs), [])
    removeFolder(folder)
  })

  for (const [script, ready] of [
    ['scripts/sandbox.mjs', /Ctrl-C ends the sandbox/],
    ['scripts/start.mjs', /\$ heroku connect:upgrade-db/],
  ]) {
    test(`when ${script} is interrupted`, async () => {
      const child = spawn(process.execPath, [script], {cwd: root, stdio: ['ignore', 'pipe', 'pipe']})
      let text = ''
      const folder = await new Promise((resolve, reject) => {
        const look = chunk => {
          text += chunk
          const state = / in (\S*\d{8}-\d{6}-\w{4})/.exec(text)?.[1]
          if (state && ready.test(text)) resolve(path.resolve(root, state))
        }

        child.stdout.setEncoding('utf8').on('data', look)
        child.stderr.setEncoding('utf8').on('data', look)
        child.once('close', () => reject(new Error(`it ended early:\n${text}`)))
      })
      assert.ok(processesWith(folder).length > 3, text)
      child.kill('SIGINT')
      await once(child, 'close')
      assert.deepEqual(await goneWithin(folder, graceMs), [], `left behind in ${short(folder)}`)
    })
  }
})
