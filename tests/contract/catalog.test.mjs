/** What there is, and what is written of it: the page of codes, the constants of the plugin, and what plans and runs really use. */
import assert from 'node:assert/strict'
import {readdirSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import ts from 'typescript'
import {core, fixture, goldens, json, notPlain, recorded, root} from './support.mjs'

const catalog = core.catalog()
const page = readFileSync(path.join(root, 'docs/codes.md'), 'utf8')

/** Rows of the tables on a page, without their heads. */
const rows = [...page.matchAll(/^\| (.+) \| (.+) \|$/gm)]
  .map(([, name, meaning]) => [name, meaning])
  .filter(([name]) => !['---', 'Code'].includes(name))

test('it is plain', () => {
  assert.deepEqual(notPlain(catalog), [])
})

test('every code of the page, and no other', () => {
  const codes = rows.filter(([name]) => name.startsWith('`'))
  assert.deepEqual(
    catalog.codes.map(({code, sentence}) => [`\`${code}\``, sentence]),
    codes,
  )
  assert.ok(codes.length > 80, String(codes.length))
  assert.equal(new Set(catalog.codes.map(one => one.code)).size, codes.length)
  for (const {code} of catalog.codes) assert.match(code, /^[a-z]+\/[a-z]+(-[a-z]+)*$/)
})

test('every exit code of the page, and no other', () => {
  assert.deepEqual(
    catalog.exitCodes.map(({code, meaning}) => [String(code), meaning]),
    rows.filter(([name]) => !name.startsWith('`')),
  )
})

test('every exit code of the README, and no other', () => {
  const [, table] = readFileSync(path.join(root, 'README.md'), 'utf8').split('| Exit code | Means |\n| --- | --- |\n')
  const listed = table
    .slice(0, table.indexOf('\n\n'))
    .split('\n')
    .map(row => row.split('|').map(cell => cell.trim()))
  assert.deepEqual(
    listed.map(([, code, meaning]) => [code, meaning]),
    catalog.exitCodes.map(({code, meaning}) => [String(code), meaning]),
  )
})

test('every exit code in the help of every command, and no other', () => {
  const {commands} = JSON.parse(readFileSync(path.join(root, 'plugin/oclif.manifest.json'), 'utf8'))
  assert.ok(Object.keys(commands).length > 10)
  for (const [id, {description}] of Object.entries(commands)) {
    const [, table = ''] = description.split('Exit codes:\n')
    assert.deepEqual(
      table.split('\n').map(line => [line.slice(0, 5).trim(), line.slice(5).trim()]),
      catalog.exitCodes.map(({code, meaning}) => [String(code), meaning]),
      id,
    )
  }
})

test('the constants of the plugin', async () => {
  const source = readFileSync(path.join(root, 'plugin/src/catalog.ts'), 'utf8')
  const {outputText} = ts.transpileModule(source, {compilerOptions: {module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022}})
  const constants = await import(`data:text/javascript,${encodeURIComponent(outputText)}`)
  assert.deepEqual(
    {...constants},
    {
      CHANGE_METHODS: catalog.changeMethods,
      CONDITIONS: catalog.named,
      EXIT_CODES: catalog.exitCodes,
      FAIL_ON: catalog.failOn,
      PLAN_FORMATS: catalog.planFormats,
      SHELL_EXIT_CODES: catalog.shellExitCodes,
      SHELL_NAMES: catalog.shellNames,
      UPGRADE_METHODS: catalog.upgradeMethods,
      WAYS_BACK: catalog.waysBack,
    },
  )
})

test('whatever plans, findings and records name stands in it', () => {
  const known = {
    codes: catalog.codes.map(one => one.code),
    conditions: catalog.conditions,
    ops: catalog.ops,
    procedures: catalog.procedures.map(one => one.id),
  }
  const plans = goldens().map(name => json(`upgrade-db/${name}/plan.json`))
  const findings = readdirSync(fixture('prechecks')).map(name => json(`prechecks/${name}`).finding)
  const parts = new Set()
  const walk = value => {
    if (typeof value === 'string') {
      if (/^[a-z_]+@\d+$/.test(value)) parts.add(value)
    } else if (value && typeof value === 'object') {
      for (const inner of Object.values(value)) walk(inner)
    }
  }

  walk(plans.map(plan => plan.steps))
  assert.ok(parts.size > 20, String(parts.size))
  assert.deepEqual(
    [...parts].filter(part => !known.ops.includes(part) && !known.conditions.includes(part)),
    [],
  )
  const named = [...plans.flatMap(plan => plan.prechecks), ...findings].map(one => one.code)
  assert.deepEqual(
    named.filter(code => !known.codes.includes(code)),
    [],
  )
  assert.deepEqual(
    plans.map(plan => plan.procedure).filter(id => !known.procedures.includes(id)),
    [],
  )
  for (const {prechecks} of catalog.procedures) {
    assert.deepEqual(
      prechecks.filter(code => !known.codes.includes(code)),
      [],
    )
  }

  const stopped = recorded()
    .lines.map(line => JSON.parse(line).record.entry.code)
    .filter(Boolean)
  assert.deepEqual(
    stopped.filter(code => !known.codes.includes(code)),
    [],
  )
})
