/** The gate in WebAssembly lets through what the native one lets through. */
import assert from 'node:assert/strict'
import {test} from 'node:test'
import {core, json, notPlain} from './support.mjs'

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
  assert.throws(() => core.redact({}, [{as: 'everything', pointer: ''}], 's'), Error)
  assert.throws(() => core.redact({}, [{as: 'plain', more: 1, pointer: ''}], 's'), Error)
})
