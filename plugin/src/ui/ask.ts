/** Asks the operator. */
import readline from 'node:readline'

import type {Line, Observation} from '../core.js'

import type {Interrupts} from './interrupts.js'
import type {Output, Terminal} from './terminal.js'

/** The operator's side of the terminal. */
export type Input = NodeJS.ReadableStream & {isTTY?: boolean}

/** Where the operator sits. */
export type Desk = {terminal: Terminal; input: Input; output: NodeJS.WritableStream & Output; interrupts: Interrupts}

/**
 * Prints the question and reads one line. End of input, and Ctrl-C, are an interruption: nobody said yes.
 */
export async function ask(question: Line[], {input, interrupts, output, terminal}: Desk): Promise<Observation> {
  for (const line of question) terminal.print('err', line)
  const reader = readline.createInterface({input, output, prompt: '> ', terminal: input.isTTY === true})
  try {
    return await new Promise<Observation>(resolve => {
      const stop = interrupts.onPress(() => resolve({kind: 'interrupted'}))
      reader.once('line', text => resolve({kind: 'answered', text: text.trim()}))
      reader.once('close', () => {
        stop()
        resolve({kind: 'interrupted'})
      })
      // In raw mode the terminal hands over the key, and the process gets no signal.
      reader.on('SIGINT', () => interrupts.press())
      reader.prompt()
    })
  } finally {
    reader.close()
  }
}
