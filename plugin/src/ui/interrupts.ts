/**
 * Ctrl-C. The first press is handed to the core, at the next moment at which it can be told; the second one ends the
 * process at once.
 */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Counts presses and wakes whoever waits. */
export class Interrupts {
  private pending = false
  private presses = 0
  private readonly listeners = new Set<() => void>()
  private readonly handler = (): void => this.press()
  private readonly others = new Map<NodeJS.Signals, NodeJS.SignalsListener[]>()

  /** @param leave ends the process; called at the second press */
  constructor(private readonly leave: () => void) {}

  /** Takes the process's signals, also from the CLI, whose telemetry would end the process at the first one. */
  attach(): void {
    for (const signal of SIGNALS) {
      this.others.set(signal, process.listeners(signal) as NodeJS.SignalsListener[])
      process.removeAllListeners(signal)
      process.on(signal, this.handler)
    }
  }

  /** Gives the signals back. */
  detach(): void {
    for (const signal of SIGNALS) {
      process.off(signal, this.handler)
      for (const listener of this.others.get(signal) ?? []) process.on(signal, listener)
    }

    this.others.clear()
  }

  /** One press. */
  press(): void {
    this.presses += 1
    if (this.presses > 1) {
      this.leave()
      return
    }

    this.pending = true
    for (const listener of this.listeners) listener()
  }

  /** True once after a press that nobody was told of yet. */
  take(): boolean {
    const was = this.pending
    this.pending = false
    return was
  }

  /** Calls back at the next press, or at once if one is pending. Returns a function that takes it back. */
  onPress(listener: () => void): () => void {
    if (this.pending) listener()
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
