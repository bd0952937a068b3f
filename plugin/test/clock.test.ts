import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'

import {type Clock, sleepBy, steadyFrom} from '../src/clock.js'
import type {Directive} from '../src/core.js'
import {drive} from '../src/loop.js'
import {Interrupts} from '../src/ui/interrupts.js'
import {ScriptedSession} from './support/core.js'

const HOUR_MS = 3_600_000
const DONE: Directive = {ending: 'done', exitCode: 0, kind: 'done'}

/** Time that passes when timers are let go on, and a system's clock that anybody may set. */
function time(): {clock: Clock; pass(ms: number): Promise<void>; set(by: number): void} {
  let passed = 0
  let ahead = 1_795_373_032_000
  return {
    clock: steadyFrom(
      () => ahead + passed,
      () => passed + 0.25,
    ),
    async pass(ms) {
      passed += ms
      await vi.advanceTimersByTimeAsync(ms)
    },
    set(by) {
      ahead += by
    },
  }
}

beforeEach(() => void vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']}))
afterEach(() => void vi.useRealTimers())

describe.each([
  ['back', -HOUR_MS],
  ['forward', HOUR_MS],
])("a system's clock that is set %s an hour in the middle of a run", (_, by) => {
  it('neither moves the time of the run', async () => {
    const {clock, pass, set} = time()
    const before = clock()
    set(by)
    expect(clock()).toBe(before)
    await pass(1500)
    expect(clock()).toBe(before + 1500)
  })

  it('nor makes a wait longer or shorter', async () => {
    const {clock, pass, set} = time()
    const session = new ScriptedSession([{id: 1, kind: 'wait', note: null, until: clock() + 45_000}, DONE])
    const unused = async (): Promise<never> => {
      throw new Error('nothing of that was asked for')
    }

    const quiet = {close() {}, show() {}, suspend() {}, wait() {}, warn() {}}
    const interrupts = new Interrupts(() => {})
    let ended = false
    const driving = drive(session, {append: unused, ask: unused, clock, interrupts, perform: unused, sleep: sleepBy(clock), view: quiet})
    const end = driving.then(() => (ended = true))
    await pass(15_000)
    set(by)
    await pass(29_000)
    expect(ended).toBe(false)
    await pass(1000)
    await end
    expect(session.told).toHaveLength(1)
  })
})
