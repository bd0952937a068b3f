/** Work that may not hold anybody up. */

/** Rings once, after so many milliseconds. */
export type Alarm = (ms: number) => {rang: Promise<void>; cancel(): void}

/** What the work gives, or what `late` gives if it throws or takes longer. */
export async function bounded<T>(ms: number, work: () => Promise<T>, late: () => T, alarm: Alarm = systemAlarm): Promise<T> {
  const {cancel, rang} = alarm(ms)
  try {
    return await Promise.race([work(), rang.then(() => late())])
  } catch {
    return late()
  } finally {
    cancel()
  }
}

/** The alarm keeps the process alive while it waits: one that does not would let it end, and the command would never run. */
const systemAlarm: Alarm = ms => {
  let timer: NodeJS.Timeout | undefined
  const rang = new Promise<void>(resolve => {
    timer = setTimeout(resolve, ms)
  })
  return {cancel: () => clearTimeout(timer), rang}
}
