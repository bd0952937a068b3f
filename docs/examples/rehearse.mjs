/**
 * Plans from a snapshot and plays the plan: once as it is, once with a connection that is lost at its first change, once with the
 * machine switched off as soon as an app is stopped.
 *
 *   node docs/examples/rehearse.mjs FOLDER FILE
 *
 * FOLDER: the WebAssembly built with the feature `rehearsal`. FILE: `{snapshot, request}`, such as one of tests/fixtures/samples.
 */
import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import path from 'node:path'

const [folder, file] = process.argv.slice(2)
const core = createRequire(import.meta.url)(path.resolve(folder, 'connect_bindings.js'))
const {request, snapshot} = JSON.parse(readFileSync(file, 'utf8'))

const plan = core.plan(snapshot, request)
// A line is made of spans: a text and a style, for a terminal or a page.
for (const line of core.planText(plan)) console.log(line.map(span => span.text).join(''))

const blocks = plan.prechecks.filter(({severity}) => severity === 'block')
console.log(`format ${plan.formatVersion}, sha256 ${core.planSha256(plan).slice(0, 12)}…, ${plan.steps.length} steps`)
for (const {code, message} of blocks) console.log(`blocked: ${message}  [${code}]`)
if (blocks.length > 0) throw new Error('There is no plan to play.')

/** Plays to the end; `chance` says what happens to the next effect, and may let the process die. */
function played(title, chance = () => 'succeed') {
  const rehearsal = new core.Rehearsal(snapshot, request)
  let told
  do told = rehearsal.step(chance(rehearsal, told))
  while (told.what.kind !== 'ended')
  const {code, ending, standing} = told.what.report
  console.log(`${title}: ${ending}${code ? ` [${code}]` : ''}, ${standing}`)
}

played('as it is')

let lost = false
played('its first change is never answered', (_, told) => {
  const now = !lost && told?.what.kind === 'change'
  lost ||= now
  return now ? 'lostAfter' : 'succeed'
})

let died = false
played('the machine dies with the app stopped', (rehearsal, told) => {
  if (!died && told?.step === 'stop-writers' && told.what.kind === 'change') {
    died = true
    rehearsal.dies('resume')
  }

  return 'succeed'
})
