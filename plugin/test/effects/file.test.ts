import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import {afterEach, beforeEach, describe, expect, it} from 'vitest'

import type {EffectOf} from '../../src/core.js'
import {perform} from '../../src/effects/index.js'
import {aroundOf, type TestAround} from '../support/around.js'

let folder: string
let around: TestAround

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hcm-file-'))
  around = aroundOf('', {cwd: folder, folder})
})

afterEach(() => fs.rmSync(folder, {recursive: true}))

function effect(name: string, operatorPath = false): EffectOf<'file'> {
  return {kind: 'file', name, operatorPath, text: 'text\n'}
}

describe('a file of a run', () => {
  it('is written as a whole, for the owner only', async () => {
    expect(await perform(effect('undo-card.txt'), around)).toEqual({kind: 'done'})
    expect(fs.readFileSync(path.join(folder, 'undo-card.txt'), 'utf8')).toBe('text\n')
    expect(fs.statSync(path.join(folder, 'undo-card.txt')).mode & 0o777).toBe(0o600)
    expect(fs.readdirSync(folder)).toEqual(['undo-card.txt'])
  })

  it.each(['../x', 'a/b', String.raw`a\b`, '/etc/x', '.', '..', '', '.hidden', 'journal.jsonl', 'lock', 'salt'])(
    'is not written as %j',
    async name => {
      expect(await perform(effect(name), around)).toEqual({kind: 'unreachable', reason: 'disk'})
      expect(fs.readdirSync(folder)).toEqual([])
    },
  )

  it('needs a run', async () => {
    expect(await perform(effect('plan.json'), {...around, folder: null})).toEqual({kind: 'unreachable', reason: 'disk'})
  })
})

describe("a file at the operator's path", () => {
  it('is relative to where the operator is', async () => {
    expect(await perform(effect('plan.json', true), around)).toEqual({kind: 'done'})
    expect(fs.readFileSync(path.join(folder, 'plan.json'), 'utf8')).toBe('text\n')
  })

  it('that cannot be written says so', async () => {
    expect(await perform(effect('missing/plan.json', true), around)).toEqual({kind: 'unreachable', reason: 'disk'})
    expect(around.shown[0]).toContain('ENOENT')
  })
})
