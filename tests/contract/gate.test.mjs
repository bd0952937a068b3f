/** The gate in WebAssembly lets through what the native one lets through. */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {core, json, notPlain, thrown} from './support.mjs'

for (const {body, name, out, reads, salt} of json('gate/cases.json')) {
  test(name, () => {
    const live = core.redact(body, reads, salt)
    assert.deepEqual(notPlain(live), [])
    assert.deepEqual(live, out)
  })
}

test('the salt keys the fingerprint', () => {
  const seen = salt => core.redact({u: 'postgres://u:p@h.example/d'}, [{as: 'url', pointer: '/u'}], salt).u
  assert.notEqual(seen('one').fingerprint, seen('two').fingerprint)
  assert.deepEqual({...seen('one'), fingerprint: ''}, {...seen('two'), fingerprint: ''})
})

test('a reading of another shape is refused', () => {
  for (const reading of [
    {as: 'everything', pointer: ''},
    {as: 'plain', more: 1, pointer: ''},
  ]) {
    const {bug, code} = thrown(() => core.redact({}, [reading], 's'))
    assert.deepEqual({bug, code}, {bug: true, code: 'call/type'})
  }
})

test('an identity in a row has the fingerprint that it has in an answer, and nothing else of the row is touched', () => {
  const row = {hcver: 7, orgId: '00D5g00000AcmeS', tables: [{name: 'account'}]}
  const seen = salt => core.redactRow(row, ['orgId', 'missing'], salt)
  assert.deepEqual(notPlain(seen('one')), [])
  assert.deepEqual(seen('one'), {...row, orgId: core.redact(row, [{as: 'fingerprint', pointer: '/orgId'}], 'one').orgId})
  assert.match(seen('one').orgId, /^[0-9a-f]{24}$/)
  assert.notEqual(seen('one').orgId, seen('two').orgId)
  assert.deepEqual(core.redactRow(row, [], 'one'), row)
  assert.equal(core.redactRow(null, ['orgId'], 'one'), null)
})
