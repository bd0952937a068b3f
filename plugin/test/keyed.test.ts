import {expect, it} from 'vitest'

import type {Command, Reading} from '../src/core.js'
import {keyed} from '../src/keyed.js'

const asked: Reading[][] = []

/** A gate that keys by the salt and lets nothing else through. */
const core = {
  redact(body: unknown, reads: Reading[], salt: string) {
    asked.push(reads)
    const id = (body as {connection?: {organization_id?: unknown}} | null)?.connection?.organization_id
    return typeof id === 'string' ? {connection: {organization_id: `${salt}-${id.length}`}} : null
  },
}

const file = (text: string) => ({name: 'connection.json', text})
const named = '{"connection": {"organization_id": "00D5g00000AcmeS"}}'

const check = (text: string, app: string | null): Command => ({
  accept: [],
  app,
  failOn: null,
  file: file(text),
  kind: 'configCheck',
  org: null,
  resource: null,
  sameOrg: false,
})

const diff = (texts: string[], app: string | null): Command => ({
  app,
  files: texts.map(text => file(text)),
  kind: 'configDiff',
  org: null,
  resource: null,
  with: null,
})

const orgOf = (command: Command) => ('org' in command ? command.org : undefined)

it('gives the organization of a file that is held against what runs the fingerprint that it has in an answer', () => {
  expect(orgOf(keyed(check(named, 'acme-sync'), core, 's'))).toBe('s-15')
  expect(orgOf(keyed(diff([named], 'acme-sync'), core, 's'))).toBe('s-15')
  expect(asked.at(-1)).toEqual([{as: 'fingerprint', pointer: '/connection/organization_id'}])
})

it('leaves a file that names none or cannot be read as it is', () => {
  for (const text of ['', '{', 'null', '[]', '{}', '{"connection": {"organization_id": 3}}']) {
    expect(keyed(check(text, 'acme-sync'), core, 's')).toEqual(check(text, 'acme-sync'))
  }

  expect(keyed(diff([], 'acme-sync'), core, 's')).toEqual(diff([], 'acme-sync'))
})

it('keys nothing of files alone', () => {
  for (const command of [check(named, null), diff([named, named], null)]) expect(keyed(command, core, 's')).toEqual(command)
})
