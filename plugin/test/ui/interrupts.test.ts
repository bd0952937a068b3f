import {afterEach, describe, expect, it} from 'vitest'

import {Interrupts} from '../../src/ui/interrupts.js'

const foreign: string[] = []
const other = (): number => foreign.push('other')
const listenersBefore = process.listeners('SIGINT')

afterEach(() => {
  process.off('SIGINT', other)
  foreign.length = 0
})

describe('signals', () => {
  it('are ours while a command runs, and given back after it', () => {
    process.on('SIGINT', other)
    let left = 0
    const interrupts = new Interrupts(() => {
      left += 1
    })
    interrupts.attach()
    process.emit('SIGINT')
    expect([interrupts.take(), interrupts.take(), foreign.length, left]).toEqual([true, false, 0, 0])
    process.emit('SIGTERM')
    expect(left).toBe(1)
    interrupts.detach()
    process.emit('SIGINT')
    expect([foreign.length, left]).toEqual([1, 1])
    process.off('SIGINT', other)
    expect(process.listeners('SIGINT')).toEqual(listenersBefore)
  })

  it('wake whoever comes late', () => {
    const interrupts = new Interrupts(() => {})
    interrupts.press()
    let woken = 0
    interrupts.onPress(() => {
      woken += 1
    })
    expect(woken).toBe(1)
  })
})
