import {describe, expect, it} from 'vitest'

import {CoreError, wrap} from '../src/core.js'
import type {Command, Context} from '../src/core.js'

const COMMAND: Command = {app: null, kind: 'runs'}
const CONTEXT: Context = {holder: 'me@here', interactive: false, json: false, runId: 'rabc2345', runs: []}

/** A generated package whose session panics at its second call. */
class Panicking {
  static freed = 0
  private calls = 0

  next(): never {
    throw Object.assign(new Error('unreachable'), {name: 'RuntimeError'})
  }

  observe(): void {
    this.calls += 1
  }

  free(): void {
    Panicking.freed += 1
  }
}

const core = wrap({
  redact() {
    throw new Error('reads: unknown field')
  },
  Session: Panicking as never,
  versions: () => ({core: 'test', journal: '1.0', plan: '1.0', report: '1.0', snapshot: '1.0'}),
})

describe('a panic of the core', () => {
  it('arrives as a bug with its name, and the broken memory is left alone', () => {
    const session = core.session(COMMAND, CONTEXT)
    session.observe(1, {kind: 'done'}, 0)
    expect(() => session.next(0)).toThrow(CoreError)
    expect(() => session.next(0)).toThrow('RuntimeError: unreachable')
    session.free()
    expect(Panicking.freed).toBe(0)
  })

  it('does not concern a session that went well', () => {
    core.session(COMMAND, CONTEXT).free()
    expect(Panicking.freed).toBe(1)
  })

})

describe('an error of the core', () => {
  it('keeps its own words', () => {
    expect(() => core.redact({}, [], '')).toThrow(new CoreError('reads: unknown field', false))
  })
})
