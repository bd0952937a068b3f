import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import {afterEach, beforeEach, describe, expect, it} from 'vitest'

import {isHeld, Lock, LockHeldError, readLock} from '../../src/journal/lock.js'
import {thisOwner} from '../../src/journal/owner.js'
import {deadPid, kill, living} from '../support/process.js'

const NOW = Date.UTC(2026, 10, 22, 19)
let folder: string
let file: string

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hcm-lock-'))
  file = path.join(folder, 'lock')
})

afterEach(() => fs.rmSync(folder, {recursive: true}))

function heldBy(pid: number, more: object = {}): void {
  const owner = {birth: null, host: os.hostname(), pid, startedAt: '2026-11-22T18:00:00.000Z', ...more}
  fs.writeFileSync(file, JSON.stringify({...owner, head: 'h7'}))
}

describe('a lock', () => {
  it('is refused while its process lives, with its number and its time', async () => {
    const child = await living()
    heldBy(child.pid)
    const taking = Lock.take(folder, 'rabc2345', NOW)
    await expect(taking).rejects.toThrow(LockHeldError)
    await expect(taking).rejects.toThrow(
      `run rabc2345 is being driven by process ${child.pid} on ${os.hostname()} since 2026-11-22T18:00:00.000Z`,
    )
    expect(isHeld(await readLock(file))).toBe(true)
    await kill(child)
    expect(isHeld(await readLock(file))).toBe(false)
  })

  it('of a dead process is taken over, and the head stays', async () => {
    heldBy(await deadPid())
    const lock = await Lock.take(folder, 'rabc2345', NOW)
    expect(await readLock(file)).toMatchObject({head: 'h7', owner: {pid: process.pid}})
    await lock.release()
    expect(await readLock(file)).toEqual({head: 'h7', owner: null})
    expect(fs.readdirSync(folder)).toEqual(['lock'])
  })

  it.runIf(fs.existsSync('/proc/self/stat'))('of a dead process whose number is in use again is taken over', async () => {
    const child = await living()
    heldBy(child.pid, {birth: 'another-boot/1'})
    await (await Lock.take(folder, 'rabc2345', NOW)).release()
    await kill(child)
  })

  it('of another machine is refused: nothing can be known of it', async () => {
    heldBy(await deadPid(), {host: 'elsewhere'})
    await expect(Lock.take(folder, 'rabc2345', NOW)).rejects.toThrow(LockHeldError)
  })

  it('is taken again by the process that holds it', async () => {
    await Lock.take(folder, 'rabc2345', NOW)
    await expect(Lock.take(folder, 'rabc2345', NOW)).resolves.toBeInstanceOf(Lock)
  })

  it.each(['', '{', '[]', 'null', '{"pid":"7"}'])('that reads %j has no owner', async text => {
    fs.writeFileSync(file, text)
    expect(await readLock(file)).toEqual({head: null, owner: null})
  })

  it('left half taken over by a dead process can be taken', async () => {
    heldBy(await deadPid())
    fs.writeFileSync(`${file}.taking`, JSON.stringify({...thisOwner(NOW), birth: null, head: null, pid: await deadPid()}))
    await Lock.take(folder, 'rabc2345', NOW)
    expect(fs.readdirSync(folder)).toEqual(['lock'])
  })

  it('being taken over by a living process is refused', async () => {
    const child = await living()
    heldBy(await deadPid())
    fs.writeFileSync(`${file}.taking`, JSON.stringify({...thisOwner(NOW), birth: null, head: null, pid: child.pid}))
    await expect(Lock.take(folder, 'rabc2345', NOW)).rejects.toThrow(LockHeldError)
    await kill(child)
  })
})
