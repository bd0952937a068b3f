/** Milliseconds since 1970-01-01 UTC; an argument wherever it matters, so that tests own the time. */
export type Clock = () => number

/** Wakes at a moment, or earlier when the signal is aborted; never rejects. */
export type Sleep = (until: number, signal: AbortSignal) => Promise<void>

/** What the system's clock says: for people and for appointed hours. Somebody may set it at any moment. */
export const wallClock: Clock = () => Date.now()

/** A clock that begins with what another one says and then only goes forward, whatever becomes of that one. */
export function steadyFrom(wall: Clock, monotonic: Clock): Clock {
  const ahead = wall() - monotonic()
  return () => Math.floor(ahead + monotonic())
}

/** The clock of waits and deadlines. */
export const systemClock: Clock = steadyFrom(wallClock, () => performance.now())

/** Timers stand still while a machine is suspended, so no single one is trusted for longer than this. */
const LONGEST_TIMER_MS = 30_000

/** Sleeps by short timers, looking at the clock after each. */
export function sleepBy(clock: Clock): Sleep {
  return async (until, signal) => {
    for (;;) {
      const left = until - clock()
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
}

/** Sleeps by the clock of waits. */
export const systemSleep: Sleep = sleepBy(systemClock)
