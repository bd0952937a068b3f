import {describe, expect, it} from 'vitest'

import {type Alarm, bounded} from '../../src/guard/bounded.js'

/** An alarm that the test rings. */
function alarm(): {alarm: Alarm; cancelled: number; ms: number[]; ring(): void} {
  const hand = {
    alarm(ms: number) {
      hand.ms.push(ms)
      const rang = new Promise<void>(resolve => {
        hand.ring = resolve
      })
      return {
        cancel() {
          hand.cancelled += 1
        },
        rang,
      }
    },
    cancelled: 0,
    ms: [] as number[],
    ring() {},
  }
  return hand
}

describe('bounded work', () => {
  it('gives what it gives, and the alarm is put away', async () => {
    const hand = alarm()
    expect(
      await bounded(
        2000,
        async () => 'done',
        () => 'late',
        hand.alarm,
      ),
    ).toBe('done')
    expect(hand).toMatchObject({cancelled: 1, ms: [2000]})
  })

  it('is left alone when the alarm rings', async () => {
    const hand = alarm()
    const outcome = bounded(
      2000,
      () => new Promise<string>(() => {}),
      () => 'late',
      hand.alarm,
    )
    hand.ring()
    expect(await outcome).toBe('late')
    expect(hand.cancelled).toBe(1)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken')
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ])('that %s is as if it came too late', async (_, work) => {
    const hand = alarm()
    expect(await bounded(2000, work as () => Promise<string>, () => 'late', hand.alarm)).toBe('late')
    expect(hand.cancelled).toBe(1)
  })
})
