/**
 * The one loop: takes a directive, obeys it, answers it, until the core is done. It knows nothing of procedures.
 *
 * 1. `next` gives one directive, `observe` takes its one answer.
 * 2. A record is on disk before its append is answered, and so before the effect it announces is performed.
 * 3. An interruption is told at the next wait, question or line shown, never in the middle of an effect.
 */
import type {Clock, Sleep} from './clock.js'
import type {Directive, Effect, Line, Observation, Session} from './core.js'
import type {Interrupts} from './ui/interrupts.js'
import type {View} from './ui/view.js'

/** What the loop does not do itself. */
export type Ports = {
  clock: Clock
  sleep: Sleep
  /** Appends a record and flushes it. Rejects with a system error if the disk refuses. */
  append(runId: string, line: string, head: string): Promise<void>
  perform(effect: Effect, runId: string | null): Promise<Observation>
  ask(question: Line[], expect: string | null): Promise<Observation>
  /** Hears of each directive before it is obeyed; returns at once. */
  told?(directive: Directive): void
  view: View
  interrupts: Interrupts
}

/** How the command ended. */
export type Done = Extract<Directive, {kind: 'done'}>

/** Drives one command to its end. */
export async function drive(session: Session, ports: Ports): Promise<Done> {
  for (;;) {
    const directive = session.next(ports.clock())
    ports.told?.(directive)
    if (directive.kind === 'done') return directive
    const observation = await obey(directive, ports)
    session.observe(directive.id, observation, ports.clock())
  }
}

async function obey(directive: Exclude<Directive, Done>, ports: Ports): Promise<Observation> {
  switch (directive.kind) {
    case 'append': {
      return append(directive, ports)
    }

    case 'ask': {
      ports.view.suspend()
      return taken(ports, ports.interrupts.take() ? {kind: 'interrupted'} : await ports.ask(directive.question, directive.expect))
    }

    case 'perform': {
      return ports.perform(directive.effect, directive.runId)
    }

    case 'show': {
      ports.view.show(directive.event)
      return taken(ports, {kind: 'done'})
    }

    case 'together': {
      return {answers: await together(directive.effects, effect => ports.perform(effect, directive.runId)), kind: 'together'}
    }

    case 'wait': {
      ports.view.wait(directive.note)
      return wait(directive.until, ports)
    }
  }
}

/** How many exchanges are under way at the same moment: an account gets 75 calls a minute, and a burst of more is refused. */
const AT_ONCE = 10

/** Performs each, several at the same time; the answers are in the order of the effects. */
async function together(effects: Effect[], perform: (effect: Effect) => Promise<Observation>): Promise<Observation[]> {
  const answers = Array.from<Observation>({length: effects.length})
  const waiting = effects.entries()
  const worker = async (): Promise<void> => {
    for (const [at, effect] of waiting) answers[at] = await perform(effect)
  }

  await Promise.all(Array.from({length: Math.min(AT_ONCE, effects.length)}, worker))
  return answers
}

async function append(directive: Extract<Directive, {kind: 'append'}>, ports: Ports): Promise<Observation> {
  try {
    await ports.append(directive.runId, directive.line, directive.head)
    return {kind: 'done'}
  } catch (error) {
    if (!isDiskError(error)) throw error
    ports.view.warn(`journal of ${directive.runId}: ${(error as NodeJS.ErrnoException).code}`)
    return {kind: 'unreachable', reason: 'disk'}
  }
}

async function wait(until: number, ports: Ports): Promise<Observation> {
  const stopped = new AbortController()
  const unsubscribe = ports.interrupts.onPress(() => stopped.abort())
  try {
    await ports.sleep(until, stopped.signal)
  } finally {
    unsubscribe()
  }

  return taken(ports, {kind: 'done'})
}

/** The observation, unless an interruption waits to be told. */
function taken(ports: Ports, observation: Observation): Observation {
  return ports.interrupts.take() ? {kind: 'interrupted'} : observation
}

/** Errors of the file system, as opposed to a held lock or a bug. */
function isDiskError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'code' in error
}
