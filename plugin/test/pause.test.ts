import {PassThrough} from 'node:stream'

import {beforeEach, describe, expect, it} from 'vitest'

import {type Choice, stay, type Watch} from '../src/pause.js'
import {Interrupts} from '../src/ui/interrupts.js'
import {Terminal} from '../src/ui/terminal.js'

import {recordingCore} from './support/core.js'

const HOUR = 3_600_000

let now: number
let input: PassThrough
let output: PassThrough
let made: Interrupts[]
/** What happens while it sleeps, by how often it slept. */
let during: Array<() => void>

beforeEach(() => {
  now = 0
  input = new PassThrough()
  output = new PassThrough()
  made = []
  during = []
})

class Quiet extends Interrupts {
  override attach(): void {}
  override detach(): void {}
}

function staying(due: number, interactive: boolean): Promise<Choice> {
  const watch: Watch = {
    clock: () => now,
    core: recordingCore(),
    input,
    interactive,
    interrupts() {
      const interrupts = new Quiet(() => {})
      made.push(interrupts)
      return interrupts
    },
    output,
    async sleep(until, signal) {
      during.shift()?.()
      if (!signal.aborted) now = until
    },
    terminal: new Terminal(output, output, false),
  }
  return stay(due, watch)
}

const press = (): void => made.at(-1)?.press()

describe('a pause that is waited for', () => {
  it('is resumed when it is due, and how long that is still is said meanwhile', async () => {
    expect(await staying(HOUR, false)).toBe('resume')
    expect(now).toBe(HOUR)
    const text = String(output.read())
    for (const words of ['60 min', '50 min', '10 min']) expect(text).toContain(`stays for ${words}`)
  })

  it('that is due already is resumed at once', async () => {
    expect(await staying(0, false)).toBe('resume')
    expect(output.read()).toBeNull()
  })

  it('stays where nobody can be asked', async () => {
    during = [press]
    expect(await staying(HOUR, false)).toBe('leave')
    expect(now).toBe(0)
  })

  it.each([
    ['resume', 'resume'],
    ['leave', 'leave'],
  ])('ends as the operator says: %s', async (typed, choice) => {
    during = [
      () => {
        press()
        input.write(`${typed}\n`)
      },
    ]
    expect(await staying(HOUR, true)).toBe(choice)
  })

  it('goes on when the operator wants to wait, and can be asked again', async () => {
    during = [
      () => {
        press()
        input.write('\n')
      },
      press,
    ]
    const choice = staying(HOUR, true)
    setImmediate(() => input.write('leave\n'))
    expect(await choice).toBe('leave')
    expect(made.length).toBe(2)
  })

  it('stays when the operator goes away', async () => {
    during = [
      () => {
        press()
        input.end()
      },
    ]
    expect(await staying(HOUR, true)).toBe('leave')
  })
})
