import {describe, expect, it} from 'vitest'

import type {Directive, Herald, Notification, Occasion} from '../../src/core.js'
import {Notifier, type Way} from '../../src/notify/notifier.js'

const one = (occasion: Occasion): Notification => ({
  apps: ['acme-sync'],
  at: 0,
  command: '',
  exitCode: null,
  formatVersion: '1.0',
  occasion,
  run: 'rabc2345',
  text: '',
})

const HERALD: Herald = {
  appended: (_, line) => (line === 'stops' ? one('downtimeBegan') : null),
  asked: () => one('personNeeded'),
  ended: () => one('ended'),
}

const append = (line: string): Directive => ({head: '', id: 1, kind: 'append', line, runId: 'rabc2345'})
const ask: Directive = {expect: null, id: 2, kind: 'ask', question: []}
const wait: Directive = {id: 3, kind: 'wait', note: null, until: 0}
const done: Directive = {ending: 'done', exitCode: 0, kind: 'done'}

function notifier(ways: Way[], herald = HERALD) {
  const failed: string[] = []
  return {failed, notifier: new Notifier({failed: ({occasion}, why) => failed.push(`${occasion}: ${why}`), herald, ways})}
}

describe('a notifier', () => {
  it('tells by each way what the core wants told, in its order, however long the first takes', async () => {
    const told: string[] = []
    let letGo = (): void => {}
    const slow = new Promise<void>(resolve => {
      letGo = resolve
    })
    const first: Way = async ({occasion}) => {
      if (occasion === 'downtimeBegan') await slow
      told.push(`first ${occasion}`)
      return null
    }

    const second: Way = async ({occasion}) => {
      told.push(`second ${occasion}`)
      return null
    }

    const {failed, notifier: to} = notifier([first, second])
    for (const directive of [append('begins'), append('stops'), wait, ask, done]) to.told(directive, 0)
    await Promise.resolve()
    expect(told.filter(line => line.startsWith('first'))).toEqual([])
    letGo()
    await to.close()
    for (const way of ['first', 'second']) {
      expect(told.filter(line => line.startsWith(way))).toEqual(['downtimeBegan', 'personNeeded', 'ended'].map(what => `${way} ${what}`))
    }

    expect(failed).toEqual([])
  })

  it('says what was not taken, and goes on', async () => {
    const {failed, notifier: to} = notifier([
      async ({occasion}) => {
        if (occasion === 'personNeeded') throw new Error('https://s3cret')
        return occasion === 'ended' ? null : 'HTTP 500'
      },
    ])
    for (const directive of [append('stops'), ask, done]) to.told(directive, 0)
    await to.close()
    expect(failed).toEqual(['downtimeBegan: HTTP 500', 'personNeeded: an error'])
  })

  it('does not hold the end up for ever', async () => {
    const {failed, notifier: to} = notifier([
      (_, signal) =>
        new Promise(resolve => {
          signal.addEventListener('abort', () => resolve('no answer in time'))
        }),
    ])
    to.told(done, 0)
    await to.close(5)
    expect(failed).toEqual(['ended: no answer in time'])
  })

  it('never ends a run, whatever the core that follows it does', async () => {
    const broken = (): never => {
      throw new Error('unreachable executed')
    }

    const {failed, notifier: to} = notifier([async () => null], {appended: broken, asked: broken, ended: broken})
    for (const directive of [append('stops'), ask, done]) to.told(directive, 0)
    await to.close()
    expect(failed).toEqual([])
  })
})
