/** Reporter of `node --test`: what `spec` says, and when all have ended one line for each file, the longest first. */
import path from 'node:path'
import {Readable} from 'node:stream'
import {spec as Spec} from 'node:test/reporters'
import {seconds} from '../lib/progress.mjs'

/** @param {AsyncIterable<{type: string, data: any}>} source events of the test runner */
export default async function* table(source) {
  const files = new Map()
  yield* Readable.from(noted(source, files)).compose(new Spec())
  yield lines(files)
}

/** Passes events on and adds up what they say of each file. */
async function* noted(source, files) {
  for await (const event of source) {
    note(event, files)
    yield event
  }
}

function note({data, type}, files) {
  if (!data.file) return
  if (!files.has(data.file)) files.set(data.file, {ms: 0, tests: 0})
  const row = files.get(data.file)
  if (data.name === data.file) {
    if (type === 'test:complete') row.ms = data.details.duration_ms
  } else if ((type === 'test:pass' || type === 'test:fail') && data.details.type !== 'suite') {
    row.tests++
  }
}

function lines(files) {
  const longestFirst = [...files].sort(([, one], [, other]) => other.ms - one.ms)
  const rows = longestFirst.map(([file, {ms, tests}]) => [path.basename(file), String(tests), seconds(ms)])
  const widths = [0, 1, 2].map(at => Math.max(0, ...rows.map(row => row[at].length)))
  return `\n${rows.map(([name, tests, time]) => `${name.padEnd(widths[0])}  ${tests.padStart(widths[1])} tests  ${time.padStart(widths[2])}\n`).join('')}`
}
