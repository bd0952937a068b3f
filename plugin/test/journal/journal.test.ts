import fsSync from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'

import {RunStore} from '../../src/journal/store.js'
import {newSalt} from '../../src/salt.js'

const NOW = Date.UTC(2026, 10, 22, 19)
const SALT = 'b'.repeat(64)
let root: string
let store: RunStore

beforeEach(() => {
  root = path.join(fsSync.mkdtempSync(path.join(os.tmpdir(), 'hcm-journal-')), 'data', 'connect-maintenance')
  store = new RunStore(root)
})

afterEach(async () => {
  vi.restoreAllMocks()
  await fs.rm(path.dirname(path.dirname(root)), {force: true, recursive: true})
})

const file = (name: string): string => path.join(root, 'runs', 'rabc2345', name)
const read = (name: string): string => fsSync.readFileSync(file(name), 'utf8')
const mode = (name: string): number => fsSync.statSync(file(name)).mode & 0o777

describe('a record', () => {
  it('is a line of its own, and its head is in the lock', async () => {
    const journal = await store.open('rabc2345', SALT, NOW)
    await journal.append('{"n":1}', 'h1')
    await journal.append('{"n":2}', 'h2')
    expect(read('journal.jsonl')).toBe('{"n":1}\n{"n":2}\n')
    expect(JSON.parse(read('lock'))).toMatchObject({
      head: 'h2',
      host: os.hostname(),
      pid: process.pid,
      startedAt: '2026-11-22T19:00:00.000Z',
    })
    await journal.close()
    expect(JSON.parse(read('lock'))).toMatchObject({head: 'h2', pid: null})
  })

  it('is for the owner only', async () => {
    const journal = await store.open('rabc2345', SALT, NOW)
    await journal.append('{}', 'h')
    expect([mode('.'), mode('journal.jsonl'), mode('lock'), mode('salt')]).toEqual([0o700, 0o600, 0o600, 0o600])
    await journal.close()
  })

  it('is flushed before its head is noted, and its folder when it is new', async () => {
    const order: string[] = []
    const {open} = fs
    vi.spyOn(fs, 'open').mockImplementation(async (name, ...rest) => {
      const handle = await open(name, ...rest)
      const what = path.basename(String(name)).replace(/\d+/, 'N')
      const {appendFile, sync, writeFile} = handle
      vi.spyOn(handle, 'sync').mockImplementation(async () => {
        order.push(`sync ${what}`)
        return sync.call(handle)
      })
      vi.spyOn(handle, 'appendFile').mockImplementation(async (...args) => {
        order.push(`append ${what}`)
        return appendFile.apply(handle, args)
      })
      vi.spyOn(handle, 'writeFile').mockImplementation(async (...args) => {
        order.push(`write ${what}`)
        return writeFile.apply(handle, args)
      })
      return handle
    })
    const journal = await store.open('rabc2345', SALT, NOW)
    expect(order.indexOf('sync runs')).toBeGreaterThanOrEqual(0)
    expect(order.indexOf('sync salt')).toBeLessThan(order.lastIndexOf('sync rabcN'))
    order.length = 0
    await journal.append('{}', 'h')
    order.push('answered')
    expect(order).toEqual(['append journal.jsonl', 'sync journal.jsonl', 'write lock.N.new', 'sync lock.N.new', 'sync rabcN', 'answered'])
    await journal.close()
  })

  it('is not written twice when only its head could not be noted', async () => {
    const journal = await store.open('rabc2345', SALT, NOW)
    const full = Object.assign(new Error('no space'), {code: 'ENOSPC', syscall: 'write'})
    vi.spyOn(fs, 'rename').mockRejectedValueOnce(full)
    await expect(journal.append('{"n":1}', 'h1')).rejects.toBe(full)
    await journal.append('{"n":1}', 'h1')
    expect(read('journal.jsonl')).toBe('{"n":1}\n')
    expect(JSON.parse(read('lock')).head).toBe('h1')
    await journal.close()
  })

  it('after half a line starts on its own', async () => {
    await (await store.open('rabc2345', SALT, NOW)).close()
    fsSync.writeFileSync(file('journal.jsonl'), '{"n":1}\n{"n":')
    const journal = await store.open('rabc2345', SALT, NOW)
    await journal.append('{"n":2}', 'h2')
    expect(read('journal.jsonl')).toBe('{"n":1}\n{"n":\n{"n":2}\n')
    await journal.close()
  })
})

describe('the store', () => {
  it('lists runs with their journals as they are', async () => {
    expect(await store.list()).toEqual([])
    const journal = await store.open('rabc2345', SALT, NOW)
    await journal.append('{"n":1}', 'h1')
    await journal.close()
    fsSync.appendFileSync(file('journal.jsonl'), '{"half')
    fsSync.mkdirSync(path.join(root, 'runs', 'rempty22'))
    fsSync.writeFileSync(path.join(root, 'runs', 'a-file'), '')
    expect(await store.list()).toEqual([{head: 'h1', journal: '{"n":1}\n{"half', open: false, runId: 'rabc2345'}])
  })

  it('keeps the salt of a run', async () => {
    await (await store.open('rabc2345', SALT, NOW)).close()
    await (await store.open('rabc2345', 'c'.repeat(64), NOW)).close()
    expect(await store.readSalt('rabc2345')).toBe(SALT)
    expect(await store.readSalt('rnone222')).toBeNull()
    expect(newSalt()).toMatch(/^[0-9a-f]{64}$/)
    expect(newSalt()).not.toBe(newSalt())
  })

  it('lets go of the lock when the journal cannot be opened', async () => {
    fsSync.mkdirSync(file('journal.jsonl'), {recursive: true})
    await expect(store.open('rabc2345', SALT, NOW)).rejects.toMatchObject({code: 'EISDIR'})
    expect(JSON.parse(read('lock')).pid).toBeNull()
  })
})
