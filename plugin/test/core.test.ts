import {describe, expect, it} from 'vitest'

import {CoreError, wrap} from '../src/core.js'
import type {Command, Context} from '../src/core.js'

const COMMAND: Command = {app: null, kind: 'runs'}
const CONTEXT: Context = {
  face: {columns: null, local: {offsets: [], zone: ''}, verbose: false},
  holder: 'me@here',
  interactive: false,
  json: false,
  now: 0,
  runId: 'rabc2345',
  runs: [],
}

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

const throwing = (error: unknown) => (): never => {
  throw error
}

/** An error as the built core makes it. */
const refusal = (message: string, code: string, bug: boolean): Error => Object.assign(new Error(message), {bug, code})

const core = wrap({
  address: throwing(Object.assign(new Error('memory access out of bounds'), {name: 'RuntimeError'})),
  downtimeClock: throwing(Object.assign(new Error('memory access out of bounds'), {name: 'RuntimeError'})),
  elapsed: throwing(new Error('unused')),
  Herald: Panicking as never,
  journals: throwing(refusal('kind: unknown variant', 'call/type', true)),
  organization: throwing(new Error('unused')),
  planSha256: throwing(new Error('unused')),
  printable: throwing(Object.assign(new TypeError('The encoded data was not valid'), {code: 'ERR_ENCODING_INVALID_ENCODED_DATA'})),
  redact: throwing(refusal('the plan uses `x@9`', 'run/unknown-part', false)),
  redactRow: throwing('a text'),
  Session: Panicking as never,
  stays: throwing(new Error('unused')),
  staysAsked: throwing(new Error('unused')),
  staysFor: throwing(new Error('unused')),
  undelivered: throwing(new Error('unused')),
  versions: throwing(new Error('null pointer passed to rust')),
})

/** What a call throws. */
function thrown(call: () => unknown): CoreError {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(CoreError)
    return error as CoreError
  }

  throw new Error('expected an error')
}

describe('a panic of the core', () => {
  it('arrives as a bug with its name, and the broken memory is left alone', () => {
    const session = core.session(COMMAND, CONTEXT)
    session.observe(1, {kind: 'done'}, 0)
    expect(thrown(() => session.next(0))).toMatchObject({bug: true, message: 'RuntimeError: unreachable'})
    session.free()
    expect(Panicking.freed).toBe(0)
  })

  it('does not concern a session that went well', () => {
    core.session(COMMAND, CONTEXT).free()
    expect(Panicking.freed).toBe(1)
  })
})

describe('an error of the core', () => {
  it('keeps its own words, and says itself whether it is a bug', () => {
    expect(thrown(() => core.redact({}, [], ''))).toMatchObject({bug: false, message: 'the plan uses `x@9`'})
    expect(thrown(() => core.journals(COMMAND))).toMatchObject({bug: true, message: 'kind: unknown variant'})
  })
})

describe('any other error', () => {
  it.each([
    ['of memory', () => core.downtimeClock(0), 'RuntimeError: memory access out of bounds'],
    ['of the glue', () => core.versions(), 'Error: null pointer passed to rust'],
    ['of Node, although it has a code', () => core.printable(''), 'TypeError: The encoded data was not valid'],
    ['that is none', () => core.redactRow({}, [], ''), 'a text'],
  ])('%s is a bug', (_, call, message) => {
    expect(thrown(call)).toMatchObject({bug: true, message})
  })
})
