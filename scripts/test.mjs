/**
 * `npm test`: sets up and builds what is needed, runs every part to its end, and says how it went. `-- --only NAME` runs a
 * part or a group, and may be repeated.
 */
import {parseArgs} from 'node:util'
import {build} from './build/index.mjs'
import {main, Problem} from './lib/problem.mjs'
import {seconds} from './lib/progress.mjs'
import {setUp} from './setup/index.mjs'
import {none, total} from './test/count.mjs'
import {parts} from './test/parts.mjs'
import {scratch} from './test/scratch.mjs'

await main(async () => {
  const {values} = parseArgs({options: {only: {default: [], multiple: true, type: 'string'}}})
  const chosen = parts.filter(part => values.only.length === 0 || values.only.includes(part.name) || values.only.includes(part.group))
  if (chosen.length === 0) {
    throw new Problem(`--only takes one of ${[...new Set(parts.flatMap(part => [part.group, part.name]))].join(', ')}.`)
  }

  const all = name => chosen.flatMap(part => part[name])
  const rows = [
    await timed(
      'set-up',
      prepare(() => setUp(all('needs'))),
    ),
    await timed(
      'build',
      prepare(() => build(all('build'))),
    ),
  ]
  scratch(process.env)
  for (const part of chosen) rows.push(await timed(part.name, part.run))
  report(rows)
  const {good, line} = total(rows, process.env.CI === 'true')
  process.stdout.write(`${line}\n`)
  return good ? 0 : 1
})

/** What cannot be prepared is one failure; the parts that do without still run. */
function prepare(body) {
  return async () => {
    try {
      await body()
      return none
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      process.stderr.write(`${error.detail ?? ''}\n${error.message}\n`)
      return {...none, failed: 1}
    }
  }
}

async function timed(name, body) {
  process.stdout.write(`\n== ${name}\n`)
  const since = performance.now()
  const counts = await body()
  return {name, ...counts, ms: performance.now() - since}
}

function report(rows) {
  const width = Math.max(...rows.map(row => row.name.length))
  const lines = rows.map(({failed, ms, name, passed, skipped}) => {
    const counts =
      passed + failed + skipped === 0
        ? ''
        : `${String(passed).padStart(5)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
    return `${name.padEnd(width)} ${seconds(ms).padStart(9)} ${counts}`
  })
  const sum = rows.reduce((ms, row) => ms + row.ms, 0)
  process.stdout.write(`\n${lines.join('\n')}\n${'in all'.padEnd(width)} ${seconds(sum).padStart(9)}\n\n`)
}
