/**
 * Commands that look at everything, the database included, and change nothing. They share a box, and at the end the
 * ledger says whether that is true.
 */
import assert from 'node:assert/strict'
import {readFileSync, writeFileSync} from 'node:fs'
import path from 'node:path'
import {after, before, describe, test} from 'node:test'
import {scenarios} from '../../scripts/lib/paths.mjs'
import {removeFolder} from '../../scripts/start/folder.mjs'
import {differences} from '../../scripts/start/world.mjs'
import {inBox, names, openBox, scratch, upgrade} from './support/box.mjs'
import {refused} from './support/refused.mjs'

const {app} = names
const command = (version, ...more) => ['connect:upgrade-db', '--app', app, '--version', version, ...more]

/** Text without what Markdown makes of it. */
const unmarked = text => text.replaceAll(/[\\`]/g, '')

describe('nothing changes', {timeout: 1_800_000}, () => {
  let box
  let world
  before(async () => {
    box = await openBox()
    world = await box.world()
  })
  after(() => box?.close())

  test('--plan-only --json --out: one JSON document on stdout, a file, no change', async () => {
    const file = `${box.folder}/plan.json`
    const result = await box.heroku(command('17', '--plan-only', '--json', '--out', file))
    assert.equal(result.code, 0, result.stderr)
    assert.equal(typeof JSON.parse(result.stdout), 'object')
    assert.deepEqual(
      (await box.requests()).filter(request => request.mutates),
      [],
    )
  })

  test('--plan-only --format markdown: the change request of the same plan, on stdout or in a file, and no change', async () => {
    const file = `${box.folder}/change.md`
    const planned = JSON.parse((await box.heroku(command('17', '--plan-only', '--json'))).stdout)
    const printed = await box.heroku(command('17', '--plan-only', '--format', 'markdown'))
    const written = await box.heroku(command('17', '--plan-only', '--format', 'markdown', '--out', file))
    for (const {code, stderr} of [printed, written]) assert.equal(code, 0, stderr)
    for (const text of [printed.stdout, readFileSync(file, 'utf8')]) {
      assert.match(text, /^# /)
      assert.ok(text.includes(planned.sha256), planned.sha256)
      const shown = unmarked(text)
      for (const {title} of planned.plan.steps.filter(step => !step.quiet)) assert.ok(shown.includes(unmarked(title)), title)
    }

    assert.deepEqual(
      (await box.requests()).filter(request => request.mutates),
      [],
    )
  })

  test('without --confirm and without a terminal: exit 2, the flag is named, nothing changed', async () => {
    for (const input of [undefined, '', 'acme-sync\n']) await refused(box, command('17', '--no-hold'), [2], /--confirm/, {input})
  })

  test('the version that is there already is nothing to do', async () => {
    const {code, stderr, stdout} = await box.heroku(command('15', '--confirm', app, '--no-hold'))
    assert.equal(code, 0, stdout + stderr)
    assert.match(stdout + stderr, /is on Postgres 15 already: nothing to do/)
  })

  for (const version of ['14', '99999']) {
    test(`version ${version}`, () => refused(box, command(version, '--confirm', app, '--no-hold'), [2, 10], /version/i))
  }

  test('an upgrade in place whose dry run nobody has read is refused', () =>
    refused(
      box,
      command('17', '--method', 'direct', '--way-back', 'copy', '--confirm', app, '--no-hold'),
      [10],
      /whether a dry run .* cannot be seen[^]*--accept upgrade\/dryrun-unread/,
    ))

  test('the wrong name as confirmation', () =>
    refused(box, command('17', '--confirm', 'other-app', '--no-hold'), [2], /other-app|--confirm/))

  for (const [fault, sentence] of [
    ['status:503:html@/apps', /503/],
    ['status:500:json@/apps', /500/],
    ['429@/apps', /429|rate/i],
    // The last one: the services go on as they are now.
    ['connect-maintenance', /503|Connect/],
  ]) {
    test(`the API under ${fault}`, async () => {
      await box.fault(fault)
      try {
        await refused(box, upgrade, [10, 11, 12], sentence, {patience: 400})
      } finally {
        await box.mend()
      }
    })
  }

  test('the world is as it was, and the ledger agrees', async () => {
    assert.deepEqual(differences(world, await box.world()), [])
    await box.judged({undone: true})
  })
})

describe('a change that is not allowed', {timeout: 1_800_000}, () => {
  test('a second factor is asked for with the first change: the run stops, resumable, and nothing is lost', () =>
    inBox(
      async box => {
        const {code, stderr, stdout} = await box.heroku(upgrade, {patience: 400})
        const text = stdout + stderr
        assert.ok([10, 11, 12].includes(code), `${code}: ${text}`)
        assert.match(text, /second (authentication )?factor/i)
        assert.doesNotMatch(text, /\n\s+at .*\.js:\d+/, 'no stack')
        await box.judged({undone: true})
      },
      {faults: ['two-factor']},
    ))
})

describe('an app without Connect', {timeout: 1_800_000}, () => {
  test('is refused with its own sentence', async () => {
    const folder = scratch('scenario')
    const scenario = path.join(folder, 'no-connect.json')
    const usual = JSON.parse(readFileSync(path.join(scenarios, 'upgrade-follower.json'), 'utf8'))
    writeFileSync(scenario, JSON.stringify({...usual, connections: [], name: 'no-connect'}))
    try {
      await inBox(box => refused(box, upgrade, [10], /Connect/), {scenario})
    } finally {
      removeFolder(folder)
    }
  })
})
