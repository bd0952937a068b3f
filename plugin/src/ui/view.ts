/** Everything that is shown during a command. Chooses between a person's view and a machine's. */
import type {Clock} from '../clock.js'
import type {Manner} from '../context.js'
import type {Core, Event, Line, Streamed, StreamedItem} from '../core.js'

import {Stages} from './stages.js'
import type {Terminal} from './terminal.js'

/** How often the live line is drawn anew. */
const TICK_MS = 250

/** What the loop needs of a view. */
export type View = {
  show(event: Event): void
  wait(note: Line | null): void
  /** Something from outside that only a person may see; printed once, never stored. */
  warn(text: string): void
  /** Takes the live line away until something is shown again. */
  suspend(): void
  /** Ends the view. */
  close(): void
}

/**
 * The view of all commands. With `json`, stdout holds nothing but JSON, and text from outside is not shown; with `stream`, it holds a
 * line of JSON for each step that changes its state and for each output.
 */
export class CommandView implements View {
  private readonly stages: Stages
  private readonly warned = new Set<string>()
  private ticker: NodeJS.Timeout | null = null

  constructor(
    private readonly terminal: Terminal,
    private readonly core: Pick<Core, 'downtimeClock' | 'elapsed' | 'printable' | 'versions'>,
    private readonly clock: Clock,
    private readonly manner: Manner,
  ) {
    this.stages = new Stages(terminal, core, clock, {stream: manner.json ? 'err' : 'out', verbose: manner.verbose})
  }

  show(event: Event): void {
    switch (event.kind) {
      case 'json': {
        if (this.manner.stream) this.line({kind: 'output', output: event.value})
        else this.terminal.raw(JSON.stringify(event.value, null, 2))
        return
      }

      case 'lines': {
        this.stages.worked()
        for (const line of event.lines) this.terminal.print(this.manner.json ? 'err' : event.stream, line)
        return
      }

      case 'text': {
        this.terminal.raw(event.text)
        return
      }

      case 'working': {
        if (this.manner.json) return
        this.stages.working(event.line)
        this.tick()
        return
      }

      case 'stage': {
        const {detail, downtimeMs, state, step, title, zone} = event
        if (this.manner.stream) this.line({detail, downtimeMs, kind: 'stage', state, step, title, zone})
        this.stages.show(event)
        this.tick()
      }
    }
  }

  wait(note: Line | null): void {
    this.stages.wait(note)
    this.tick()
  }

  warn(text: string): void {
    if (this.manner.json) return
    if (this.warned.has(text)) return
    this.warned.add(text)
    for (const line of text.split('\n')) this.terminal.print('err', [{style: 'faint', text: this.core.printable(line)}])
  }

  /** Shows an address that a person must open, or that the service gave none; it is never stored. */
  open(address: string | null): void {
    const text =
      address === null
        ? ['The service gave no address to log in at.']
        : ['Log into Salesforce for the new connection, as the user who is to own it:', `  ${this.core.printable(address)}`]
    for (const line of text) this.terminal.print('err', [{style: 'plain', text: line}])
  }

  suspend(): void {
    this.stopTicking()
    this.stages.clear()
  }

  close(): void {
    this.suspend()
  }

  /** One line for machines that watch. */
  private line(item: StreamedItem): void {
    const streamed: Streamed = {at: this.clock(), formatVersion: this.core.versions().stream, ...item}
    this.terminal.raw(JSON.stringify(streamed))
  }

  /** Lets the clock on the live line run. */
  private tick(): void {
    if (!this.terminal.canDraw) return
    this.ticker ??= setInterval(() => this.stages.redraw(), TICK_MS)
    this.ticker.unref()
  }

  private stopTicking(): void {
    if (this.ticker !== null) clearInterval(this.ticker)
    this.ticker = null
  }
}
