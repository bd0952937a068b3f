/** Every golden JSON is of its declared type: what the types promise is what the core writes. */
import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import ts from 'typescript'
import {core, drive, fixture, goldens, json, recorded, root, transcript} from './support.mjs'

const declarations = readFileSync(path.join(root, 'bindings/types.ts'), 'utf8')

/** Type errors of values, each given with the name of its type; types are compiled once for all of them. */
function errors(values) {
  const lines = values.map(({type, value}, index) => `export const value${index}: T.${type} = ${JSON.stringify(value)}`)
  const files = {'/types.ts': declarations, '/values.ts': `import type * as T from './types.js'\n${lines.join('\n')}\n`}
  const options = {
    lib: ['lib.es2022.d.ts'],
    module: ts.ModuleKind.NodeNext,
    noEmit: true,
    strict: true,
    target: ts.ScriptTarget.ES2022,
    types: [],
  }
  const host = ts.createCompilerHost(options)
  const own = name => files[name]
  const host2 = {
    ...host,
    fileExists: name => own(name) !== undefined || host.fileExists(name),
    getSourceFile: (name, language) =>
      own(name) === undefined ? host.getSourceFile(name, language) : ts.createSourceFile(name, own(name), language),
    readFile: name => own(name) ?? host.readFile(name),
  }
  const program = ts.createProgram(['/types.ts', '/values.ts'], options, host2)
  return ts.getPreEmitDiagnostics(program).map(one => {
    const {line} = one.file && one.start !== undefined ? one.file.getLineAndCharacterOfPosition(one.start) : {line: -1}
    return `${one.file?.fileName}:${line}: ${ts.flattenDiagnosticMessageText(one.messageText, '\n').slice(0, 600)}`
  })
}

const plans = goldens().flatMap(name => [
  {type: 'Plan', value: json(`upgrade-db/${name}/plan.json`)},
  {type: 'Snapshot', value: json(`upgrade-db/${name}/snapshot.json`)},
  {type: 'PlanRequest', value: json(`upgrade-db/${name}/request.json`)},
])

test('plans, snapshots and requests', () => {
  assert.deepEqual(errors(plans), [], fixture('upgrade-db'))
})

test('gate readings, and every directive and answer of a whole run', () => {
  const {exchanges, opening} = transcript()
  const values = [
    {type: 'Command', value: opening.command},
    {type: 'Context', value: opening.context},
    ...exchanges.map(({directive}) => ({type: 'Directive', value: directive})),
    ...exchanges.filter(({answer}) => answer).map(({answer}) => ({type: 'Observation', value: answer})),
    ...json('gate/cases.json').flatMap(({reads}) => reads.map(value => ({type: 'Reading', value}))),
  ]
  assert.deepEqual(errors(values), [])
})

test('what is printed for machines, and what there is', () => {
  const {context, command} = transcript().opening
  const {journal, head} = recorded()
  const run = {head, journal, open: false, runId: context.runId}
  const printed = (what, runs) =>
    drive(what, {...context, json: true, runs})
      .directives.filter(one => one.kind === 'show' && one.event.kind === 'json')
      .map(one => one.event.value)
  const values = [
    ...printed({...command, confirm: null, hold: null, planOnly: true}, []),
    ...printed({...command, confirm: null, hold: null}, []),
    ...printed({app: null, kind: 'runs'}, [run, {...run, journal: '', runId: 'rdef1234'}]),
    ...printed({kind: 'info', run: context.runId}, [run]),
    ...printed({downtimeAt: null, hold: null, kind: 'resume', run: context.runId}, [run]),
  ]
  assert.deepEqual(values.map(value => value.kind).sort(), ['plan', 'refusal', 'report', 'run', 'runs'])
  const given = values.map(value => ({type: 'Output', value}))
  assert.deepEqual(errors([...given, {type: 'Catalog', value: core.catalog()}, {type: 'Versions', value: core.versions()}]), [])
})

test('the report of a whole run', () => {
  const reports = transcript()
    .exchanges.map(({directive}) => directive)
    .filter(one => one.kind === 'perform' && one.effect.kind === 'file' && one.effect.name === 'report.json')
    .map(one => ({type: 'Report', value: JSON.parse(one.effect.text)}))
  assert.equal(reports.length, 1)
  assert.deepEqual(errors(reports), [])
})

test('a missing, a wrong and an unknown field are errors', () => {
  const {app, ...without} = json('upgrade-db/good/request.json')
  const wrong = [without, {...without, app: 7}, {...without, app, more: 1}]
  const found = errors(wrong.map(value => ({type: 'PlanRequest', value})))
  assert.equal(found.length, 3, found.join('\n'))
  assert.match(found[0], /'app' is missing/)
  assert.match(found[1], /'number' is not assignable to type 'string'/)
  assert.match(found[2], /"more"' does not exist/)
})
