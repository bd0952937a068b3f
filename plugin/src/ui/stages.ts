/** The stage view: one live line with the window's clock on a terminal, one line per change in a log. */
import type {Clock} from '../clock.js'
import type {Line, StageEvent} from '../core.js'

import type {Terminal} from './terminal.js'

/** In a log, a step that goes on waiting says so again after this time. */
const REMIND_MS = 60_000

/** States in which a step goes on. */
const RUNNING: ReadonlyArray<StageEvent['state']> = ['started', 'waiting']

/** The span with which the core says how long the window has been open. */
const CLOCK = /^\s*\[window [\d:]+\]$/

/** Shows the steps of a run. */
export class Stages {
  private current: StageEvent | null = null
  private note: Line | null = null
  /** When the current stage was reported, to let its window clock run on. */
  private since = 0
  /** When each thing was last said in the log. */
  private readonly logged = new Map<string, number>()

  /** @param stream where finished lines go */
  constructor(
    private readonly terminal: Terminal,
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
      this.log(`${event.step} ${event.state}`, event.line)
      return
    }

    if (!running) {
      this.terminal.draw(null)
      this.terminal.print(this.stream, event.line)
    }

    this.redraw()
  }

  /** Takes what a wait is for; `null` leaves the line as it is. */
  wait(note: Line | null): void {
    if (note === null) return
    this.note = note
    if (this.terminal.canDraw) this.redraw()
    else this.log(`wait ${note.map((span) => span.text.replace(/\d+/g, '0')).join('')}`, note)
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

  /** The line, and the window's clock as it stands now in place of the core's. */
  private withClock(line: Line): [Line, Line] {
    const start = this.current?.windowMs ?? null
    if (start === null) return [line, []]
    const elapsed = start + Math.max(this.clock() - this.since, 0)
    const last = line.at(-1)
    const rest = last !== undefined && CLOCK.test(last.text) ? line.slice(0, -1) : line
    return [rest, [{style: 'info', text: `  [window ${clockText(elapsed)}]`}]]
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

/** `0:07`, `12:03`, `1:02:03`, as the core writes durations. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
