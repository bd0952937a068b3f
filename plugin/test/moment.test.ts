import {describe, expect, it} from 'vitest'

import {durationOf, localTime, momentOf, pastOf} from '../src/moment.js'

const iso = (text: string): number => Date.parse(text)
const shown = (input: string, now: string): string | null => {
  const moment = momentOf(input, iso(now))
  return moment === null ? null : new Date(moment).toISOString()
}

describe('an hour of a time zone', () => {
  it.each([
    ['02:00 America/Los_Angeles', '2026-11-26T09:59:00Z', '2026-11-26T10:00:00.000Z'],
    ['02:00 America/Los_Angeles', '2026-11-26T10:00:00Z', '2026-11-27T10:00:00.000Z'],
    ['2:00 PST', '2026-07-01T00:00:00Z', '2026-07-01T09:00:00.000Z'],
    ['23:30 UTC', '2026-11-26T00:00:00Z', '2026-11-26T23:30:00.000Z'],
    ['00:15 Asia/Kolkata', '2026-11-26T12:00:00Z', '2026-11-26T18:45:00.000Z'],
    ['00:30 Pacific/Auckland', '2026-11-26T12:00:00Z', '2026-11-27T11:30:00.000Z'],
  ])('is the next one there: %s at %s', (input, now, moment) => {
    expect(shown(input, now)).toBe(moment)
  })

  it('that the clock shows twice is the first of the two', () => {
    expect(shown('01:30 America/New_York', '2026-11-01T00:00:00Z')).toBe('2026-11-01T05:30:00.000Z')
  })

  it('that the clock leaves out comes on the next day', () => {
    expect(shown('02:30 America/New_York', '2026-03-08T05:00:00Z')).toBe('2026-03-09T06:30:00.000Z')
  })
})

describe('a moment of ISO 8601', () => {
  it('is what it says, also in the past: the core refuses that', () => {
    expect(shown('2026-11-22T23:00:00Z', '2026-12-01T00:00:00Z')).toBe('2026-11-22T23:00:00.000Z')
    expect(shown('2026-11-23T01:00:00+02:00', '2026-11-01T00:00:00Z')).toBe('2026-11-22T23:00:00.000Z')
  })
})

describe('what is no moment', () => {
  it.each([
    'tomorrow',
    '02:00',
    '2026-11-22T23:00:00',
    '2026-13-45T00:00:00Z',
    '25:00 UTC',
    '02:60 UTC',
    '02:00 Atlantis/Capital',
    '02:00 UTC; rm',
    '',
  ])('is not guessed: %j', input => {
    expect(momentOf(input, iso('2026-11-26T00:00:00Z'))).toBeNull()
  })
})

describe('a duration', () => {
  it.each([
    ['30m', 1_800_000],
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['2h', 7_200_000],
  ])('is read: %s', (input, ms) => {
    expect(durationOf(input)).toBe(ms)
  })

  it.each(['30', '0m', 'm', '', '1d', '-5m', '5m3h', '1.5h'])('is not guessed: %j', input => {
    expect(durationOf(input)).toBeNull()
  })
})

describe('the clock on the wall', () => {
  it('has no name where it shows UTC', () => {
    expect(localTime(iso('2026-11-26T00:00:00Z'))).toEqual({offsets: [{from: iso('2025-11-26T00:00:00Z'), minutes: 0}], zone: ''})
  })

  it('knows when it changes', () => {
    process.env.TZ = 'America/New_York'
    try {
      const {offsets, zone} = localTime(iso('2026-11-26T00:00:00Z'))
      expect(zone).toBe('America/New_York')
      expect(offsets.slice(1)).toEqual([
        {from: iso('2026-03-08T07:00:00Z'), minutes: -240},
        {from: iso('2026-11-01T06:00:00Z'), minutes: -300},
      ])
    } finally {
      process.env.TZ = 'UTC'
    }
  })
})

describe('a moment in the past', () => {
  it.each([
    ['2026-11-22T23:00:00Z', '2026-11-22T23:00:00.000Z'],
    ['2026-11-22 23:00:00+00:00', '2026-11-22T23:00:00.000Z'],
    ['2026-11-23 01:00 +0200', '2026-11-22T23:00:00.000Z'],
    ['2026-11-22 23:00:00.5 UTC', '2026-11-22T23:00:00.500Z'],
  ])('is typed as Heroku takes it too: %s', (input, moment) => {
    expect(new Date(pastOf(input)!).toISOString()).toBe(moment)
  })

  it.each(['23:00 UTC', '2026-11-22 23:00:00', '2026-11-22', '2026-13-45 00:00Z', 'yesterday', ''])('has a day and a zone: %j', input => {
    expect(pastOf(input)).toBeNull()
  })
})
