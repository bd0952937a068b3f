/**
 * Commands, their flags and arguments, as plugin/command-snapshot.json has them: scripts and runbooks of other people lean on each. What
 * goes or is called otherwise is said in the changelog. `UPDATE=1` writes the file.
 */
import assert from 'node:assert/strict'
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {test} from 'node:test'
import {root} from './support.mjs'

const manifest = JSON.parse(readFileSync(path.join(root, 'plugin/oclif.manifest.json'), 'utf8'))
const file = path.join(root, 'plugin/command-snapshot.json')

/** The keys of an object in their order, with what is kept of each value. */
const each = (object, kept) =>
  Object.fromEntries(
    Object.keys(object)
      .sort()
      .map(key => [key, kept(object[key])]),
  )

/** What a script can lean on; an absent key says no. */
const flag = ({char, aliases, hidden, multiple, options, required, type}) => ({aliases, char, hidden, multiple, options, required, type})
const command = ({aliases, args, flags, hidden}) => ({
  aliases,
  args: each(args, ({required}) => ({required})),
  flags: each(flags, flag),
  hidden,
})

/** Without what says nothing, as JSON has it. */
const seen = JSON.parse(
  JSON.stringify(each(manifest.commands, command), (_, value) =>
    value === false || (Array.isArray(value) && value.length === 0) ? undefined : value,
  ),
)

if (process.env.UPDATE) writeFileSync(file, `${JSON.stringify(seen, null, 2)}\n`)

test('commands, flags and arguments are those of the snapshot', () => {
  assert.deepEqual(seen, JSON.parse(readFileSync(file, 'utf8')))
})

/** What the official plugin has, read off its documentation of this version: it is on no registry that tests reach. */
const official = JSON.parse(readFileSync(path.join(root, 'tests/fixtures/official-plugin.json'), 'utf8'))
const ours = Object.entries(manifest.commands).flatMap(([id, {aliases}]) => [id, ...aliases])

test('no command or alias of the official plugin is taken, nor one that it had before', () => {
  const theirs = new Set([...Object.keys(official.commands), ...Object.values(official.commands).flat(), ...official.before])
  assert.ok(theirs.size > 20)
  assert.deepEqual(
    ours.filter(id => theirs.has(id)),
    [],
  )
})

test('no command or alias of the CLI itself is taken', () => {
  const {commands} = JSON.parse(readFileSync(path.join(root, 'node_modules/heroku/oclif.manifest.json'), 'utf8'))
  const theirs = new Set(Object.entries(commands).flatMap(([id, {aliases}]) => [id, ...aliases]))
  assert.ok(theirs.size > 200)
  assert.deepEqual(
    ours.filter(id => theirs.has(id)),
    [],
  )
})

test('the topic that both plugins have says the same in both: the CLI shows either', () => {
  const {oclif} = JSON.parse(readFileSync(path.join(root, 'plugin/package.json'), 'utf8'))
  assert.equal(oclif.topics[official.topic].description, official.description)
  // All other topics of ours are none of theirs.
  const theirs = Object.keys(official.commands).map(id => id.slice(0, id.lastIndexOf(':')))
  assert.deepEqual(
    Object.keys(oclif.topics).filter(topic => topic !== official.topic && theirs.includes(topic)),
    [],
  )
})

test('what is nearly typed right is what the CLI asks about', async () => {
  const {default: near} = await import(path.join(root, 'node_modules/@oclif/plugin-not-found/lib/utils.js'))
  const {commands} = JSON.parse(readFileSync(path.join(root, 'node_modules/heroku/oclif.manifest.json'), 'utf8'))
  const all = [...Object.keys(commands), ...Object.keys(official.commands), ...ours]
  const meant = {
    'connect:aply': 'connect:apply',
    'connect:changeplan': 'connect:change-plan',
    'connect:docter': 'connect:doctor',
    'connect:run': 'connect:runs',
    'connect:runs:finnish': 'connect:runs:finish',
    'connect:upgrad-db': 'connect:upgrade-db',
    'connect:upgrade': 'connect:upgrade-db',
  }
  for (const [typed, id] of Object.entries(meant)) assert.equal(near.closest(typed, all), id, typed)
})

test('every command prints JSON when asked to', () => {
  assert.ok(Object.keys(manifest.commands).length > 10)
  const without = Object.entries(manifest.commands).filter(([, {flags}]) => flags.json?.type !== 'boolean' || flags.json.hidden)
  assert.deepEqual(
    without.map(([id]) => id),
    [],
  )
})
