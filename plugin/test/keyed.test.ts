import {expect, it} from 'vitest'

import type {Command} from '../src/core.js'
import {keyed} from '../src/keyed.js'

const asked: string[] = []

/** Files that name an organization are the ones that have a text. */
const core = {
  organization(file: string, salt: string) {
    asked.push(file)
    return file === '' ? undefined : `${salt}-${file.length}`
  },
}

const file = (text: string) => ({name: 'connection.json', text})

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

it('gives the organization of a file that is held against what runs the fingerprint that it has in an answer', () => {
  expect(keyed(check('{}', 'acme-sync'), core, 's')).toEqual({...check('{}', 'acme-sync'), org: 's-2'})
  expect(keyed(diff(['{ }'], 'acme-sync'), core, 's')).toEqual({...diff(['{ }'], 'acme-sync'), org: 's-3'})
})

it('leaves a command as it is whose file names none', () => {
  expect(keyed(check('', 'acme-sync'), core, 's')).toEqual(check('', 'acme-sync'))
  expect(keyed(diff([], 'acme-sync'), core, 's')).toEqual(diff([], 'acme-sync'))
})

it('keys nothing of files alone, nor of another command', () => {
  asked.length = 0
  const others: Command[] = [check('{}', null), diff(['{}', '{}'], null), {app: 'acme-sync', kind: 'runsList'} as never]
  for (const command of others) expect(keyed(command, core, 's')).toBe(command)
  expect(asked).toEqual([])
})
