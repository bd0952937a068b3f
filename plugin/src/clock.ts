/** Milliseconds since 1970-01-01 UTC; an argument wherever it matters, so that tests own the time. */
export type Clock = () => number

/** Wakes at a moment, or earlier when the signal is aborted; never rejects. */
export type Sleep = (until: number, signal: AbortSignal) => Promise<void>

/** The system's clock. */
export const systemClock: Clock = () => Date.now()

/** Timers stand still while a machine is suspended, so no single one is trusted for longer than this. */
const LONGEST_TIMER_MS = 30_000

/** Sleeps by short timers, looking at the clock after each. */
export const systemSleep: Sleep = async (until, signal) => {
  for (;;) {
    const left = until - systemClock()
    if (left <= 0 || signal.aborted) return
    await new Promise<void>(resolve => {
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }

      const timer = setTimeout(done, Math.min(left, LONGEST_TIMER_MS))
      signal.addEventListener('abort', done, {once: true})
    })
  }
}
