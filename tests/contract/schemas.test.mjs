/** docs/schemas: what the core writes and prints is what they demand, and a version demands one thing. */
import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {describe, test} from 'node:test'
import Ajv from 'ajv'
import {CommandView} from '../../plugin/lib/ui/view.js'
import {folder, kinds, make, sum, text} from '../../scripts/schemas/make.mjs'
import {enter} from '../../scripts/schemas/versions.mjs'
import {core, drive, fixture, goldens, json, recorded, transcript} from './support.mjs'

const kept = name => JSON.parse(readFileSync(path.join(folder, name), 'utf8'))
const made = make(core.versions())
const ajv = new Ajv({allErrors: true, strict: true, strictTypes: false})
ajv.addVocabulary(['x-formatVersion'])
const valid = Object.fromEntries(Object.keys(kinds).map(name => [name, ajv.compile(kept(`${name}.schema.json`))]))

/** What a schema has against a value. */
function faults(name, value) {
  if (valid[name](value)) return []
  return valid[name].errors.slice(0, 5).map(({instancePath, message, params}) => `${instancePath} ${message} ${JSON.stringify(params)}`)
}

/** Everything of one kind that tests keep, or that the core says to what they keep. */
const real = {
  diagnostic: () => [
    ...readdirSync(fixture('prechecks')).map(name => json(`prechecks/${name}`).finding),
    ...goldens().flatMap(name => json(`upgrade-db/${name}/plan.json`).prechecks),
  ],
  journal: () => recorded().lines.map(line => JSON.parse(line)),
  notification: () => notifications(),
  output: () => outputs(),
  plan: () => goldens().map(name => json(`upgrade-db/${name}/plan.json`)),
  report: () => recorded().lines.map((_, at, lines) => core.report(`${lines.slice(0, at + 1).join('\n')}\n`)),
  snapshot: () => goldens().map(name => json(`upgrade-db/${name}/snapshot.json`)),
  stream: () => streamed(),
}

/** What the plugin prints with `--stream` of all that the recorded run has shown. */
function streamed() {
  const {command, context} = transcript().opening
  const lines = []
  const terminal = {canDraw: false, draw() {}, print() {}, raw: text => lines.push(text)}
  const view = new CommandView(terminal, core, () => 1_795_000_000_000, {json: true, stream: true, verbose: false})
  for (const {event, kind} of drive(command, {...context, json: true}).directives) if (kind === 'show') view.show(event)
  view.close()
  return lines.map(line => JSON.parse(line))
}

/** What is told of the recorded run to those who do not watch. */
function notifications() {
  const {exchanges, opening} = transcript()
  const herald = new core.Herald(opening.context)
  const appends = exchanges.map(one => one.directive).filter(one => one.kind === 'append')
  const told = appends.map(({line, runId}) => herald.appended(runId, line)).filter(Boolean)
  const ends = ['done', 'paused', 'undone'].map((ending, at) => herald.ended(at + 10, ending, 1_795_000_000_000))
  return [...told, herald.asked([[{style: 'plain', text: 'Stop acme-sync now?'}]], 1_795_000_000_000), ...ends]
}

/** What commands print with `--json`. */
function outputs() {
  const {command, context} = transcript().opening
  const {head, journal} = recorded()
  const {run} = JSON.parse(journal.split('\n')[0]).record.entry
  const runs = [
    {head, journal, open: false, runId: run},
    {head: null, journal: 'torn', open: false, runId: 'rtorn222'},
  ]
  const asked = [
    {...command, confirm: null, planOnly: true},
    {...command, confirm: 'another-app'},
    {app: null, kind: 'runs'},
    {kind: 'info', run},
    command,
  ]
  const printed = asked.flatMap(one => drive(one, {...context, json: true, runs}).directives)
  return printed.filter(one => one.kind === 'show' && one.event.kind === 'json').map(one => one.event.value)
}

describe('the schemas', () => {
  for (const name of Object.keys(kinds)) {
    test(`${name}: the file is what the types demand`, () => {
      assert.equal(text(made[name].schema), readFileSync(path.join(folder, `${name}.schema.json`), 'utf8'), 'npm run schemas')
    })

    test(`${name}: nothing in it tells where a type stands in the sources`, () => {
      assert.doesNotMatch(text(made[name].schema), /types\.ts|def-alias|#\/definitions\/\w*[^\w"]/)
    })

    test(`${name}: what is real is valid`, () => {
      const values = real[name]()
      assert.ok(values.length >= 5, String(values.length))
      for (const value of values) assert.deepEqual(faults(name, value), [])
    })

    test(`${name}: what is not, is not`, () => {
      const [value] = real[name]()
      assert.notDeepEqual(faults(name, {...value, surprise: true}), [])
      for (const field of Object.keys(value)) {
        const {[field]: _, ...less} = value
        if (required(name, value).includes(field)) assert.notDeepEqual(faults(name, less), [], field)
      }
    })
  }

  test('of another version nothing is valid', () => {
    const spoilt = {
      journal: value => ({...value, record: {...value.record, version: '9.9'}}),
      notification: value => ({...value, formatVersion: '9.9'}),
      output: value => ({...value, formatVersion: '9.9'}),
      plan: value => ({...value, formatVersion: '9.9'}),
      report: value => ({...value, formatVersion: '9.9'}),
      snapshot: value => ({...value, formatVersion: '9.9'}),
      stream: value => ({...value, formatVersion: '9.9'}),
    }
    for (const [name, spoil] of Object.entries(spoilt)) assert.notDeepEqual(faults(name, spoil(real[name]()[0])), [], name)
  })

  test('a stream tells of stages, and ends with the report', () => {
    const lines = streamed()
    assert.deepEqual([...new Set(lines.map(one => one.kind))].sort(), ['output', 'stage'])
    assert.equal(lines.at(-1).output.kind, 'report')
  })

  test('every kind of output was seen but those that need an executor', () => {
    const seen = new Set(outputs().map(one => one.kind))
    assert.deepEqual([...seen].sort(), ['plan', 'refusal', 'report', 'run', 'runs'])
  })
})

/** Fields that a value's own branch demands. */
function required(name, value) {
  const {definitions} = made[name].schema
  const {anyOf, ...one} = definitions[kinds[name].type]
  const branch = anyOf?.find(({properties}) => properties.kind.const === value.kind) ?? one
  return branch.required
}

describe('the versions', () => {
  const list = kept('versions.json')

  test('each demands what it always did; to demand something else, raise it', () => {
    const fresh = Object.fromEntries(Object.entries(made).map(([name, {schema, version}]) => [name, {sum: sum(schema), version}]))
    assert.deepEqual(enter(list, fresh), {changed: [], list})
  })

  test('a field that goes, comes, or becomes something else is a change; a sentence is none', () => {
    const {schema} = made.report
    const changes = [
      report => void delete report.properties.evidence,
      report => void report.required.pop(),
      report => void (report.properties.more = {type: 'string'}),
      report => void (report.properties.detail = {type: 'number'}),
    ]
    for (const change of changes) {
      const other = structuredClone(schema)
      change(other.definitions.Report)
      assert.notEqual(sum(other), sum(schema), String(change))
      const fresh = {report: {sum: sum(other), version: made.report.version}}
      assert.deepEqual(enter(list, fresh), {changed: [`report ${made.report.version}`], list})
      assert.deepEqual(enter(list, {report: {...fresh.report, version: '9.9'}}).changed, [])
    }

    const said = structuredClone(schema)
    said.definitions.Report.properties.detail.description = 'In other words.'
    assert.equal(sum(said), sum(schema))
  })
})
