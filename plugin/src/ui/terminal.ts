/** The two output streams and the one live line at the bottom of a terminal. */
import type {Line} from '../core.js'

import {coloured, cutTo, plain} from './human.js'

/** The part of a stream that is written to. */
export type Output = {write(text: string): unknown; isTTY?: boolean; columns?: number}

/** For terminals that claim to have no columns. */
const DEFAULT_COLUMNS = 80

const CLEAR_LINE = '\r\u001B[2K'

/** Prints finished lines and keeps at most one live line below them. */
export class Terminal {
  private live: {line: Line; tail: Line} | null = null
  private shown = false

  constructor(
    private readonly out: Output,
    private readonly err: Output,
    /** True if a live line may be drawn on `out`. */
    readonly canDraw: boolean,
  ) {}

  /** Prints a finished line. */
  print(stream: 'err' | 'out', line: Line): void {
    const output = stream === 'out' ? this.out : this.err
    this.write(output, output.isTTY === true ? coloured(line) : plain(line))
  }

  /** Prints text as it is, for machines. */
  raw(text: string): void {
    this.write(this.out, text)
  }

  /** Sets, replaces or removes the live line. Where columns are few, the line is cut and its tail is not. */
  draw(line: Line | null, tail: Line = []): void {
    if (!this.canDraw) return
    this.live = line === null ? null : {line, tail}
    this.erase()
    this.paint()
  }

  private write(output: Output, text: string): void {
    this.erase()
    output.write(`${text}\n`)
    this.paint()
  }

  private erase(): void {
    if (!this.shown) return
    this.out.write(CLEAR_LINE)
    this.shown = false
  }

  private paint(): void {
    if (this.live === null) return
    const {line, tail} = this.live
    const columns = (this.out.columns || DEFAULT_COLUMNS) - 1 - [...plain(tail)].length
    this.out.write(coloured([...cutTo(line, columns), ...tail]))
    this.shown = true
  }
}
