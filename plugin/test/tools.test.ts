import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import {afterAll, beforeAll, describe, expect, it} from 'vitest'

import {installed} from '../src/tools.js'

const OFFICIAL = '@heroku-cli/heroku-connect-plugin'

describe('tools', () => {
  let folder: string

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'connect-tools-'))
    for (const one of ['has', 'plain', 'folder']) fs.mkdirSync(path.join(folder, one))
    fs.writeFileSync(path.join(folder, 'has', 'psql'), '', {mode: 0o755})
    fs.writeFileSync(path.join(folder, 'plain', 'psql'), '', {mode: 0o644})
    fs.mkdirSync(path.join(folder, 'folder', 'psql'))
  })

  afterAll(() => fs.rmSync(folder, {force: true, recursive: true}))

  const psql = (...parts: string[]): boolean | null | undefined =>
    installed({plugins: new Map()}, {PATH: parts.map(part => path.join(folder, part)).join(path.delimiter)})?.psql

  it('finds a program that can be started, wherever on the PATH it is', () => {
    expect(psql('has')).toBe(true)
    expect(psql('missing', 'plain', 'folder', 'has')).toBe(true)
  })

  it('takes neither a file that cannot be started nor a folder for one', () => {
    expect(psql('plain')).toBe(false)
    expect(psql('folder')).toBe(false)
  })

  it('knows nothing where there is no PATH', () => {
    expect(installed({plugins: new Map()}, {})?.psql).toBeNull()
  })

  it("knows Heroku's own Connect plugin by its name", () => {
    const plugins = new Map([[OFFICIAL, {}]]) as unknown as Parameters<typeof installed>[0]['plugins']
    expect(installed({plugins}, {PATH: ''})?.connectPlugin).toBe(true)
    expect(installed({plugins: new Map()}, {PATH: ''})?.connectPlugin).toBe(false)
  })
})
