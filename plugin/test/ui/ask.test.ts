import {PassThrough} from 'node:stream'

import {beforeEach, describe, expect, it} from 'vitest'

import type {Observation} from '../../src/core.js'
import {ask} from '../../src/ui/ask.js'
import {Interrupts} from '../../src/ui/interrupts.js'
import {Terminal} from '../../src/ui/terminal.js'

let input: PassThrough
let output: PassThrough
let interrupts: Interrupts

beforeEach(() => {
  input = new PassThrough()
  output = new PassThrough()
  interrupts = new Interrupts(() => {})
})

const asking = (): Promise<Observation> =>
  ask([[{style: 'plain', text: 'type acme'}]], {input, interrupts, output, terminal: new Terminal(output, output, false)})

describe('a question', () => {
  it('is shown, and the words come back', async () => {
    const answer = asking()
    input.write('  acme \n')
    expect(await answer).toEqual({kind: 'answered', text: 'acme'})
    expect(String(output.read())).toContain('type acme\n')
  })

  it('at the end of input is an interruption, never a yes', async () => {
    const answer = asking()
    input.end()
    expect(await answer).toEqual({kind: 'interrupted'})
  })

  it('at a half-typed last line takes the line', async () => {
    const answer = asking()
    input.end('acme')
    expect(await answer).toEqual({kind: 'answered', text: 'acme'})
  })

  it('ends at Ctrl-C', async () => {
    const answer = asking()
    interrupts.press()
    expect(await answer).toEqual({kind: 'interrupted'})
  })
})
