/** Tells people who do not watch, beside the run and never in its way: what is not taken is said in a line, and the run goes on. */
import type {Directive, Herald, Notification} from '../core.js'

/** A way to tell people: gives `null`, or why it was not taken. */
export type Way = (notification: Notification, signal: AbortSignal) => Promise<string | null>

/** What a notifier asks of its surroundings. */
export type Ports = {
  herald: Herald
  ways: Way[]
  /** Says that one was not taken. */
  failed(notification: Notification, why: string): void
}

/** How long the end of the command may be held up by what is still on its way, milliseconds. */
const PATIENCE_MS = 15_000

/** Sends what the core wants told, in its order, by each way. */
export class Notifier {
  private readonly stop = new AbortController()
  private readonly queues: Array<Promise<void>>

  constructor(private readonly ports: Ports) {
    this.queues = ports.ways.map(() => Promise.resolve())
  }

  /** Takes a directive before it is obeyed. Returns at once. */
  told(directive: Directive, now: number): void {
    const notification = this.notification(directive, now)
    if (notification === null) return
    for (const [at, way] of this.ports.ways.entries()) {
      this.queues[at] = this.queues[at]?.then(() => this.send(way, notification)) ?? Promise.resolve()
    }
  }

  /** Waits for what is on its way, for a while. */
  async close(patienceMs = PATIENCE_MS): Promise<void> {
    const timer = setTimeout(() => this.stop.abort(), patienceMs)
    await Promise.all(this.queues)
    clearTimeout(timer)
  }

  /** What the core wants told. One that cannot say it any more says so elsewhere, and its run must not end here. */
  private notification(directive: Directive, now: number): Notification | null {
    try {
      return this.asked(directive, now)
    } catch {
      return null
    }
  }

  private asked(directive: Directive, now: number): Notification | null {
    const {herald} = this.ports
    switch (directive.kind) {
      case 'append': {
        return herald.appended(directive.runId, directive.line)
      }

      case 'ask': {
        return herald.asked(directive.question, now)
      }

      case 'done': {
        return herald.ended(directive.exitCode, directive.ending, now)
      }

      default: {
        return null
      }
    }
  }

  private async send(way: Way, notification: Notification): Promise<void> {
    const why = await way(notification, this.stop.signal).catch(() => 'an error')
    if (why !== null) this.ports.failed(notification, why)
  }
}
