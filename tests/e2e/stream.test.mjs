/** `--stream`: the real CLI tells a whole upgrade line by line, and every line is what its schema demands. */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import Ajv from 'ajv'
import {root} from '../../scripts/lib/paths.mjs'
import {inBox, upgrade} from './support/box.mjs'

test('an upgrade, told line by line', {timeout: 600_000}, () =>
  inBox(async box => {
    const {code, stderr, stdout} = await box.heroku([...upgrade, '--stream'])
    assert.equal(code, 0, stderr)
    const ajv = new Ajv({strict: true, strictTypes: false})
    ajv.addVocabulary(['x-formatVersion'])
    const isValid = ajv.compile(JSON.parse(readFileSync(path.join(root, 'docs/schemas/stream.schema.json'), 'utf8')))
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
