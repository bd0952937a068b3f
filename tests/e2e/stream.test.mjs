/**
 * `--stream` and `--notify-url`: the real CLI tells a whole upgrade line by line, and in a few words to those who do not watch. Every
 * line and every notification is what its schema demands.
 */
import assert from 'node:assert/strict'
import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import path from 'node:path'
import {json} from 'node:stream/consumers'
import {test} from 'node:test'
import Ajv from 'ajv'
import {root} from '../../scripts/lib/paths.mjs'
import {inBox, upgrade} from './support/box.mjs'

/** Whether a value is what a schema demands. */
function schema(name) {
  const ajv = new Ajv({strict: true, strictTypes: false})
  ajv.addVocabulary(['x-formatVersion'])
  return ajv.compile(JSON.parse(readFileSync(path.join(root, `docs/schemas/${name}.schema.json`), 'utf8')))
}

/** A chat on loopback that takes what it is sent, but fails at the first time. */
async function chat() {
  const taken = []
  let failed = false
  const server = createServer(async (request, response) => {
    const body = await json(request)
    if (failed) taken.push(body)
    response.writeHead(failed ? 200 : 503).end()
    failed = true
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {close: () => server.close(), taken, url: `http://127.0.0.1:${server.address().port}/services/s3cret`}
}

test('an upgrade, told line by line and to a chat', {timeout: 1_800_000}, () =>
  inBox(async box => {
    const {close, taken, url} = await chat()
    const {code, stderr, stdout} = await box.heroku([...upgrade, '--stream'], {env: {HEROKU_CONNECT_NOTIFY_URL: url}})
    close()
    assert.equal(code, 0, stderr)
    const isNotification = schema('notification')
    for (const one of taken) assert.ok(isNotification(one), JSON.stringify([one, isNotification.errors]))
    assert.deepEqual(
      taken.map(({occasion}) => occasion),
      ['downtimeBegan', 'downtimeEnded', 'ended'],
    )
    // The address is a secret.
    for (const {file, text} of [{file: 'stdout', text: stdout}, {file: 'stderr', text: stderr}, ...box.files()]) {
      assert.ok(!text.includes('s3cret'), file)
    }

    const isValid = schema('stream')
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    for (const line of lines) assert.ok(isValid(line), JSON.stringify([line, isValid.errors]))
    const stages = lines.filter(one => one.kind === 'stage')
    assert.ok(stages.some(one => one.downtimeMs !== null))
    assert.deepEqual(
      stages.map(one => one.at),
      stages.map(one => one.at).sort((one, other) => one - other),
    )
    const {output} = lines.at(-1)
    assert.equal(output.kind, 'report')
    assert.equal(output.ending, 'done')
    for (const step of output.report.done) {
      assert.ok(
        stages.some(one => one.step === step && one.state === 'done'),
        step,
      )
    }
  }),
)
