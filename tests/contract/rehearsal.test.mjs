/**
 * Every sample, played by the built WebAssembly: a process that dies in a step, as it begins or once its first change was sent, is gone
 * on with or rolled back by the next one, in every step of every procedure and method.
 */
import assert from 'node:assert/strict'
import {readdirSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'
import {describe, test} from 'node:test'
import {output} from '../../scripts/build/rehearsal.mjs'
import {fixture, json, notPlain} from './support.mjs'

const {Rehearsal} = createRequire(import.meta.url)(path.join(output, 'connect_bindings.js'))
const names = readdirSync(fixture('samples')).map(name => path.basename(name, '.json'))

/** How often a person takes a run up again. */
const TRIES = 4

/** Where web stays, it may have written to the new database: whether that is given up by rolling back, only a person can say. */
const decided = {private: 'downtime/written-after-position'}

const begun = name => {
  const {request, snapshot} = json(`samples/${name}.json`)
  return new Rehearsal(snapshot, request)
}

/** Plays to the end of the process; `each` is told everything that happens. */
function played(rehearsal, each = () => {}) {
  for (;;) {
    const told = rehearsal.step('succeed')
    if (told.what.kind === 'ended') return told.what.report
    each(told)
  }
}

/** The rehearsal as it enters each step, and as it has sent each step's first change. */
function points(name) {
  const rehearsal = begun(name)
  const found = []
  const seen = new Set()
  const once = (key, step) => {
    if (seen.has(key)) return
    seen.add(key)
    found.push({at: rehearsal.fork(), key, step})
  }

  const report = played(rehearsal, ({step, what}) => {
    if (step === '') return
    once(step, step)
    if (what.kind === 'change') once(`${step}, changed`, step)
  })
  assert.equal(report.ending, 'done', `${report.code} ${report.detail}`)
  return found
}

/** What becomes of a run that dies here and is taken up in this way, again and again until it is over. */
function after(at, again) {
  const rehearsal = at.fork()
  const endings = []
  let next = again
  let report
  for (let tried = 0; tried < TRIES; tried += 1) {
    rehearsal.dies(next)
    report = played(rehearsal)
    endings.push(report.ending)
    if (report.ending === 'done' || report.ending === 'undone') return {endings, over: true, report}
    // Past the point of no return there is only forward.
    if (report.ending === 'operator') next = 'resume'
  }

  return {endings, over: false, report}
}

describe('rehearsals', () => {
  for (const name of names) {
    test(`${name}: whoever dies in whatever step, the next one ends it`, () => {
      const found = points(name)
      const steps = new Set(found.map(({step}) => step))
      // A pause and its end have few steps, and something happens in each.
      assert.ok(steps.size >= Math.min(10, begun(name).plan().steps.length), `${steps.size} steps`)
      const last = {}
      for (const {at, key} of found) {
        for (const again of ['resume', 'abort']) {
          const {endings, over, report} = after(at, again)
          if (!over && again === 'abort' && report.code === decided[name]) continue
          assert.ok(over, `${key}: ${again}: ${endings.join(', ')}: ${report.code} ${report.detail}`)
          assert.equal(report.stoppedSince, null, `${key}: ${again}`)
          if (again === 'resume') assert.equal(report.ending, 'done', key)
          last[`${again} ${report.ending}`] = key
        }
      }

      assert.ok(last['abort undone'], 'one that is aborted early is rolled back')
    })
  }

  test('what is told is plain', () => {
    const rehearsal = begun('upgrade-follower')
    assert.deepEqual(notPlain(rehearsal.plan()), [])
    played(rehearsal, told => assert.deepEqual(notPlain(told), []))
  })

  test('a process that dies before anything was sent is gone on with', () => {
    const rehearsal = begun('upgrade-follower')
    rehearsal.dies('resume')
    assert.equal(played(rehearsal).ending, 'done')
  })
})
