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

test('no command or alias of the official plugin is taken', () => {
  // Those of heroku/heroku-connect-plugin, with the names that some had before.
  const official = [
    'db:set',
    'diagnose',
    'export',
    'import',
    'info',
    'manage-sf-api-version',
    'mapping:delete',
    'mapping:diagnose',
    'mapping:reload',
    'mapping:state',
    'mapping:write-errors',
    'notifications',
    'notifications:acknowledge',
    'pause',
    'recover',
    'restart',
    'resume',
    'schema-diff',
    'sf-api-upgrade',
    'sf:auth',
    'state',
    'upgrade-api-version',
    'write-errors',
  ].map(name => `connect:${name}`)
  const ours = Object.entries(manifest.commands).flatMap(([id, {aliases}]) => [id, ...aliases])
  assert.deepEqual(
    ours.filter(id => official.includes(id)),
    [],
  )
})
