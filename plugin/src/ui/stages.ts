/** The stage view: one live line with the downtime's clock on a terminal, one line per change in a log. */
import type {Clock} from '../clock.js'
import type {Core, Line, StageEvent} from '../core.js'

import type {Terminal} from './terminal.js'

/** In a log, a step that goes on waiting says so again after this time. */
const REMIND_MS = 60_000

/** States in which a step goes on. */
const RUNNING: ReadonlyArray<StageEvent['state']> = ['started', 'waiting']

/** Shows the steps of a run. */
export class Stages {
  private current: StageEvent | null = null
  private note: Line | null = null
  /** When the current stage was reported, to let its downtime clock run on. */
  private since = 0
  /** When each thing was last said in the log. */
  private readonly logged = new Map<string, number>()

  /** @param stream where finished lines go */
  constructor(
    private readonly terminal: Terminal,
    private readonly core: Pick<Core, 'downtimeClock'>,
    private readonly clock: Clock,
    private readonly stream: 'err' | 'out',
  ) {}

  /** Takes a change of a step's state. */
  show(event: StageEvent): void {
    const running = RUNNING.includes(event.state)
    this.note = null
    this.since = this.clock()
    this.current = running ? event : null
    if (event.state !== 'waiting') this.logged.clear()
    if (!this.terminal.canDraw) {
      this.log(`${event.step} ${event.state}`, this.whole(event))
      return
    }

    if (!running) {
      this.terminal.draw(null)
      this.terminal.print(this.stream, this.whole(event))
    }

    this.redraw()
  }

  /** Takes what a wait is for; `null` leaves the line as it is. */
  wait(note: Line | null): void {
    if (note === null) return
    this.note = note
    if (this.terminal.canDraw) this.redraw()
    else this.log(`wait ${note.map(span => span.text.replaceAll(/\d+/g, '0')).join('')}`, this.withClock(note).flat())
  }

  /** Draws the live line anew; called once a second. */
  redraw(): void {
    if (!this.terminal.canDraw) return
    const line = this.note ?? this.current?.line ?? null
    if (line === null) this.terminal.draw(null)
    else this.terminal.draw(...this.withClock(line))
  }

  /** Takes the live line away, so that something else can use the terminal. */
  clear(): void {
    this.terminal.draw(null)
  }

  /** The line of a change, with how long writers had been stopped when it came. */
  private whole({line, downtimeMs}: StageEvent): Line {
    return downtimeMs === null ? line : [...line, ...this.core.downtimeClock(downtimeMs)]
  }

  /** The line, and how long writers have been stopped by now. */
  private withClock(line: Line): [Line, Line] {
    const start = this.current?.downtimeMs ?? null
    if (start === null) return [line, []]
    return [line, this.core.downtimeClock(start + Math.max(this.clock() - this.since, 0))]
  }

  /** One line with a time stamp; the same thing of the same step again only after a while. */
  private log(key: string, line: Line): void {
    const now = this.clock()
    const last = this.logged.get(key)
    if (last !== undefined && now - last < REMIND_MS) return
    this.logged.set(key, now)
    const stamp = new Date(now).toISOString()
    this.terminal.print(this.stream, [{style: 'faint', text: `${stamp}  `}, ...line])
  }
}
