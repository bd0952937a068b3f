/** What the ledger is asked about a sandbox. */
import assert from 'node:assert/strict'
import {test} from 'node:test'

import {ledgerCalls} from '../../scripts/start/verdict.mjs'

test('a database that the run was to keep is judged by itself, and said to be kept', () => {
  const manifest = {
    acks: '/acks',
    connections: [{addon: 'one', app: 'acme', org: 'http://127.0.0.1:1/org', original: 'old', schema: 'salesforce'}],
    databases: [{addon: 'old', url: 'postgres://u:p@127.0.0.1:5001/d'}],
  }
  const world = {apps: {acme: {configVars: {DATABASE_URL: 'old'}}}, connections: {one: {dbKey: 'DATABASE_URL'}}}
  const words = wanted =>
    ledgerCalls(manifest, {world}, {undone: false, version: '15', ...wanted})[0].filter(word => /^--(kept|undone|new)$/.test(word))
  assert.deepEqual(words({kept: true}), ['--kept'])
  assert.deepEqual(words({kept: true, undone: true}), ['--undone'])
  assert.deepEqual(words({}), ['--new'])
})

test('each of two connections is judged by its own org', () => {
  const connection = (addon, schema, org) => ({addon, app: 'acme', org, original: 'old', schema})
  const manifest = {
    acks: '/acks',
    connections: [
      connection('one', 'salesforce', 'http://127.0.0.1:1/org?id=1'),
      connection('two', 'Sales-Force EU', 'http://127.0.0.1:1/org?id=2'),
    ],
    databases: [
      {addon: 'old', url: 'postgres://u:p@127.0.0.1:5001/d'},
      {addon: 'new', url: 'postgres://u:p@127.0.0.1:5002/d'},
    ],
    orgs: [{url: 'http://127.0.0.1:1/org?id=1'}, {url: 'http://127.0.0.1:1/org?id=2'}],
  }
  const world = {
    apps: {acme: {configVars: {DATABASE_URL: 'new'}}},
    connections: {one: {dbKey: 'DATABASE_URL'}, two: {dbKey: 'DATABASE_URL'}},
  }
  const calls = ledgerCalls(manifest, {world}, {undone: false, version: '17'})
  const after = (args, flag) => args[args.indexOf(flag) + 1]
  assert.deepEqual(
    calls.map(args => [after(args, '--schema'), after(args, '--org')]),
    [
      ['salesforce', 'http://127.0.0.1:1/org?id=1'],
      ['Sales-Force EU', 'http://127.0.0.1:1/org?id=2'],
    ],
  )
})
