/** A process that stays while Connect is paused, until the pause is due. */
import type {Clock, Sleep} from './clock.js'
import type {Core} from './core.js'
import {ask, type Input} from './ui/ask.js'
import {Interrupts} from './ui/interrupts.js'
import type {Output, Terminal} from './ui/terminal.js'

/** Between two words on how long it still is. */
const TOLD_MS = 10 * 60_000

/** Who sits there, and what the time is. */
export type Watch = {
  clock: Clock
  sleep: Sleep
  core: Pick<Core, 'staysAsked' | 'staysFor'>
  interactive: boolean
  terminal: Terminal
  input: Input
  output: NodeJS.WritableStream & Output
  /** Makes what takes Ctrl-C; given back when it is not needed any more. */
  interrupts(): Interrupts
}

/** What is to become of the pause. */
export type Choice = 'leave' | 'resume'

/** Waits until a pause is due, or somebody presses Ctrl-C and says what is to become of it. */
export async function stay(due: number, watch: Watch): Promise<Choice> {
  for (;;) {
    const interrupts = watch.interrupts()
    interrupts.attach()
    try {
      if (await asleep(due, watch, interrupts)) return 'resume'
      const choice = watch.interactive ? await asked(watch, interrupts) : 'leave'
      if (choice !== null) return choice
    } finally {
      interrupts.detach()
    }
  }
}

/** True when the pause is due, false when somebody pressed Ctrl-C before. */
async function asleep(due: number, watch: Watch, interrupts: Interrupts): Promise<boolean> {
  const pressed = new AbortController()
  const stop = interrupts.onPress(() => pressed.abort())
  try {
    for (;;) {
      const left = due - watch.clock()
      if (left <= 0) return true
      if (pressed.signal.aborted) return false
      watch.terminal.print('err', watch.core.staysFor(left))
      await watch.sleep(Math.min(due, watch.clock() + TOLD_MS), pressed.signal)
    }
  } finally {
    stop()
  }
}

/** What the operator chooses; `null`: to wait on. */
async function asked({core, input, output, terminal}: Watch, interrupts: Interrupts): Promise<Choice | null> {
  interrupts.take()
  const answer = await ask([core.staysAsked()], {input, interrupts, output, terminal})
  if (answer.kind !== 'answered') return 'leave'
  if (answer.text === 'resume' || answer.text === 'leave') return answer.text
  return null
}
