/**
 * Moments and durations as people type them. Time zones are this side's knowledge: the core takes milliseconds and a table of
 * distances from UTC.
 */

/** Short names of time zones, as `heroku pg:backups:schedule` knows them. */
const SHORT: Record<string, string> = {
  BST: 'Europe/London',
  CDT: 'America/Chicago',
  CEST: 'Europe/Paris',
  CET: 'Europe/Paris',
  CST: 'America/Chicago',
  EDT: 'America/New_York',
  EST: 'America/New_York',
  GMT: 'Europe/London',
  MDT: 'America/Boise',
  MST: 'America/Boise',
  PDT: 'America/Los_Angeles',
  PST: 'America/Los_Angeles',
  Z: 'UTC',
}

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A date and time of ISO 8601, with its zone. */
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/

/** An hour of a zone: the next one there. */
const HOUR_OF_ZONE = /^([01]?\d|2[0-3]):([0-5]\d) ([A-Za-z][\w+/-]*)$/

/** How moments are typed. */
export const MOMENTS = "'02:00 America/Los_Angeles' or 2026-11-22T23:00:00Z"

/** Milliseconds since 1970-01-01 UTC of a moment as typed; `null` if it is none. */
export function momentOf(input: string, now: number): number | null {
  if (ISO.test(input)) {
    const time = Date.parse(input)
    return Number.isNaN(time) ? null : time
  }

  const [, hour, minute, name] = HOUR_OF_ZONE.exec(input) ?? []
  if (hour === undefined || minute === undefined || name === undefined) return null
  const zone = SHORT[name.toUpperCase()] ?? name
  const wall = (Number(hour) * 60 + Number(minute)) * 60_000
  try {
    const today = Math.floor(onTheWall(zone, now) / DAY) * DAY
    // An hour that a change of the clock leaves out comes on the next day.
    for (const day of [today, today + DAY, today + 2 * DAY]) {
      const moment = whenItIs(zone, day + wall)
      if (moment !== null && moment > now) return moment
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }

  return null
}

/** A date and time of ISO 8601 or as Heroku takes it, with its zone. */
const PAST = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|UTC|[+-]\d{2}:?\d{2})$/

/** How moments in the past are typed. */
export const PASTS = "2026-11-22T23:00:00Z or '2026-11-22 23:00:00+00:00'"

/** Milliseconds since 1970-01-01 UTC of a day and an hour as typed; `null` if it is none. An hour alone would mean the next one. */
export function pastOf(input: string): number | null {
  const [, day, hour, zone] = PAST.exec(input) ?? []
  if (day === undefined || hour === undefined || zone === undefined) return null
  const time = Date.parse(`${day}T${hour}${zone === 'UTC' ? 'Z' : zone}`)
  return Number.isNaN(time) ? null : time
}

/** Milliseconds of a duration such as `30m`, `90s` or `1h30m`; `null` if it is none. */
export function durationOf(input: string): number | null {
  const [, hours, minutes, seconds] = /^(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(input) ?? []
  const total = Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1000
  return total > 0 && Number.isSafeInteger(total) ? total : null
}

/** The clock on the wall, as the core wants it. */
export type LocalTime = {zone: string; offsets: {from: number; minutes: number}[]}

/** The clock on this wall, for as far back as runs are listed and as far ahead as one is planned. */
export function localTime(now: number): LocalTime {
  const {timeZone} = new Intl.DateTimeFormat().resolvedOptions()
  const zone = timeZone === 'UTC' || timeZone === 'Etc/UTC' ? '' : timeZone
  const first = Math.floor((now - 365 * DAY) / HOUR) * HOUR
  const offsets = [{from: first, minutes: minutesAt(first)}]
  for (let day = first; day <= now + 60 * DAY; day += DAY) {
    if (minutesAt(day + DAY) === minutesAt(day)) continue
    let from = day + HOUR
    while (minutesAt(from) === minutesAt(day)) from += HOUR
    offsets.push({from, minutes: minutesAt(from)})
  }

  return {offsets, zone}
}

/** How many minutes this wall is from UTC. */
function minutesAt(at: number): number {
  return 0 - new Date(at).getTimezoneOffset()
}

/** The first moment at which the clock of a zone shows this; `null` if it never does. */
function whenItIs(zone: string, wall: number): number | null {
  const distances = [wall - DAY, wall + DAY].map(near => onTheWall(zone, near) - near)
  const moments = distances.map(distance => wall - distance).filter(moment => onTheWall(zone, moment) === wall)
  return moments.length > 0 ? Math.min(...moments) : null
}

/** What the clock of a zone shows, as if it were UTC. */
function onTheWall(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    day: 'numeric',
    hour: 'numeric',
    hourCycle: 'h23',
    minute: 'numeric',
    month: 'numeric',
    second: 'numeric',
    timeZone: zone,
    year: 'numeric',
  }).formatToParts(at)
  const number = (wanted: string): number => Number(parts.find(part => part.type === wanted)?.value)
  return Date.UTC(number('year'), number('month') - 1, number('day'), number('hour'), number('minute'), number('second'))
}
