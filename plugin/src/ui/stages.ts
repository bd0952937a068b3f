/** The stage view: one live line with its clocks on a terminal, one line per change in a log. */
import type {Clock} from '../clock.js'
import type {Core, Line, StageEvent} from '../core.js'

import type {Terminal} from './terminal.js'

/** In a log, a step that goes on waiting says so again after this time. */
const REMIND_MS = 60_000

/** How long a picture of the spinner stands. */
const FRAME_MS = 250

const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏']

/** States in which a step goes on. */
const RUNNING: ReadonlyArray<StageEvent['state']> = ['started', 'waiting']

/** Shows the steps of a run, and what takes a while before there is one. */
export class Stages {
  private current: StageEvent | null = null
  private note: Line | null = null
  /** When the current stage was reported, to let its downtime clock run on. */
  private since = 0
  /** When the step began that goes on, and which it is. */
  private begun: {step: string; at: number} | null = null
  /** When each thing was last said in the log. */
  private readonly logged = new Map<string, number>()

  /** The manner says where finished lines go, and whether quiet steps have lines too. */
  constructor(
    private readonly terminal: Terminal,
    private readonly core: Pick<Core, 'downtimeClock' | 'elapsed'>,
    private readonly clock: Clock,
    private readonly manner: {stream: 'err' | 'out'; verbose: boolean},
  ) {}

  /** Takes a change of a step's state. */
  show(event: StageEvent): void {
    const running = RUNNING.includes(event.state)
    const now = this.clock()
    this.note = null
    this.since = now
    if (this.begun?.step !== event.step) this.begun = {at: now, step: event.step}
    this.current = running ? event : null
    if (event.state !== 'waiting') this.logged.clear()
    if (this.hides(event)) {
      this.redraw()
      return
    }

    if (!this.terminal.canDraw) {
      this.log(`${event.step} ${event.state}`, this.whole(event))
      return
    }

    if (!running) {
      this.terminal.draw(null)
      const stamp = new Date(now).toTimeString().slice(0, 8)
      this.terminal.print(this.manner.stream, [{style: 'faint', text: `${stamp} `}, ...this.whole(event)])
    }

    this.redraw()
  }

  /** Takes what is done before there is a step. It stands until something else is shown. */
  working(line: Line): void {
    this.begun = {at: this.clock(), step: ''}
    this.current = null
    this.note = line
    if (this.terminal.canDraw) this.redraw()
    else this.terminal.print('err', line)
  }

  /** Takes what a wait is for; `null` leaves the line as it is. */
  wait(note: Line | null): void {
    if (note === null) return
    this.note = note
    if (this.terminal.canDraw) this.redraw()
    else this.log(`wait ${note.map(span => span.text.replaceAll(/\d+/g, '0')).join('')}`, [...note, ...this.stopped()])
  }

  /** Draws the live line anew; called every {@link FRAME_MS}. */
  redraw(): void {
    if (!this.terminal.canDraw) return
    const line = this.note ?? this.current?.line ?? null
    if (line === null || (this.note === null && this.current !== null && this.hides(this.current))) {
      this.terminal.draw(null)
      return
    }

    const now = this.clock()
    const frame = FRAMES[Math.floor(now / FRAME_MS) % FRAMES.length] ?? ''
    const took = this.core.elapsed(Math.max(now - (this.begun?.at ?? now), 0))
    this.terminal.draw([{style: 'info', text: `${frame} `}, ...line], [...took, ...this.stopped()])
  }

  /** Takes the live line away, so that something else can use the terminal. */
  clear(): void {
    this.terminal.draw(null)
  }

  /** What was done before there was a step is done. */
  worked(): void {
    if (this.current !== null) return
    this.note = null
    this.clear()
  }

  /** True for a step without a line; what it waits for has one. */
  private hides(event: StageEvent): boolean {
    return event.quiet && !this.manner.verbose
  }

  /** The line of a change, with how long the step took and how long the app had been stopped when it came. */
  private whole({downtimeMs, line, state}: StageEvent): Line {
    const took = state === 'started' ? [] : this.core.elapsed(Math.max(this.clock() - (this.begun?.at ?? this.clock()), 0))
    return [...line, ...took, ...(downtimeMs === null ? [] : this.core.downtimeClock(downtimeMs))]
  }

  /** How long the app has been stopped by now. */
  private stopped(): Line {
    const start = this.current?.downtimeMs ?? null
    return start === null ? [] : this.core.downtimeClock(start + Math.max(this.clock() - this.since, 0))
  }

  /** One line with a time stamp; the same thing of the same step again only after a while. */
  private log(key: string, line: Line): void {
    const now = this.clock()
    const last = this.logged.get(key)
    if (last !== undefined && now - last < REMIND_MS) return
    this.logged.set(key, now)
    const stamp = new Date(now).toISOString()
    this.terminal.print(this.manner.stream, [{style: 'faint', text: `${stamp}  `}, ...line])
  }
}
