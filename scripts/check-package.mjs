/** `npm run check:package`: packs the plugin, installs the tarball into the real CLI with no registry in reach, uses it. */
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {pathToFileURL} from 'node:url'
import {build} from './build/index.mjs'
import {root, staged} from './lib/paths.mjs'
import {main, Problem} from './lib/problem.mjs'
import {say} from './lib/progress.mjs'
import {capture} from './lib/run.mjs'
import {deadRegistry} from './package/dead-registry.mjs'
import {official, writeStandIn} from './package/stand-in.mjs'
import {forPlugin, setUp} from './setup/index.mjs'
import {linkPlugin, runCli} from './start/cli.mjs'
import {cliEnvironment} from './start/environment.mjs'

/** All that may lie at the root of the tarball. */
const expected = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'THIRD-PARTY-NOTICES',
  'hooks',
  'lib',
  'oclif.manifest.json',
  'package.json',
  'page',
  'wasm',
]

/** Where nobody listens. */
const nowhere = 'http://127.0.0.1:9'

await main(async () => {
  await setUp(forPlugin)
  await build(['plugin'])
  const {pack} = await import('./package/index.mjs')
  const first = await pack()
  const again = await pack()
  expect(first.sha256 === again.sha256, 'two builds are the same to the byte')
  contents(again)
  const home = mkdtempSync(path.join(os.tmpdir(), 'connect-package-'))
  const registry = await deadRegistry()
  try {
    await use(again.file, home, registry)
  } finally {
    await registry.close()
    rmSync(home, {force: true, recursive: true})
  }

  say(`${again.files.length} files, ${(again.size / 1e6).toFixed(2)} MB packed, ${(again.unpackedSize / 1e6).toFixed(2)} MB unpacked`)
})

/** What is in it, and that it says the same of itself in both of its descriptions. */
function contents({files}) {
  const top = [...new Set(files.map(file => file.path.split('/')[0]))].sort()
  expect(JSON.stringify(top) === JSON.stringify(expected), `nothing lies in it but ${expected.join(', ')} (seen: ${top.join(', ')})`)
  const odd = files.filter(
    file =>
      !/^[^/]+$|^hooks\/(guard\.json|(init|prerun)\.mjs)$|^lib\/.*\.js$|^page\/page\.html$|^wasm\/(connect_bindings(_bg)?\.(js|wasm)|package\.json)$/.test(
        file.path,
      ),
  )
  expect(odd.length === 0, `hooks, lib, page and wasm hold what runs and nothing else ${odd.map(file => file.path).join(', ')}`)
  const read = name => JSON.parse(readFileSync(path.join(staged, name), 'utf8'))
  const {dependencies, scripts, version} = read('package.json')
  expect(!dependencies && !scripts, 'it asks for no package and runs no script')
  // The CLI ignores a manifest of another version, and warns on every command of every plugin.
  expect(read('oclif.manifest.json').version === version, 'the manifest is of the version of the package')
}

async function use(file, home, registry) {
  const env = cliEnvironment(home, {
    DISABLE_TELEMETRY: 'true',
    HEROKU_DISABLE_AUTOUPDATE: 'true',
    HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
    ...registry.env,
  })
  const heroku = async (...args) => runCli(args, {cwd: home, env})
  await linkPlugin(env, file)
  const listed = await heroku('plugins')
  expect(
    /^heroku-connect-maintenance \d+\.\d+\.\d+/m.test(listed.stdout) && listed.stderr === '',
    'the CLI lists it, and is silent otherwise',
    listed,
  )
  const help = await heroku('connect:upgrade-db', '--help')
  expect(help.code === 0 && help.stdout.includes('--plan-only') && help.stderr === '', 'heroku connect:upgrade-db --help', help)
  // Loads the core.
  const runs = await heroku('connect:runs', '--json')
  expect(runs.code === 0 && Array.isArray(JSON.parse(runs.stdout).runs) && runs.stderr === '', 'heroku connect:runs --json', runs)
  // Finds the page beside its modules.
  const preview = await heroku(
    'connect:preview',
    path.join(root, 'tests', 'fixtures', 'upgrade-db', 'good', 'snapshot.json'),
    '--version',
    '17',
  )
  expect(
    preview.code === 0 && preview.stdout.startsWith('<!doctype html>') && preview.stderr === '',
    'heroku connect:preview writes a page',
    preview,
  )
  const refused = await heroku('connect:upgrade-db', '--app', 'some-app', '--version', '17')
  expect(
    refused.code === 2 && refused.stderr.includes('usage/no-terminal'),
    'heroku connect:upgrade-db, refused without a terminal',
    refused,
  )
  await guarded((args, more) => runCli(args, {cwd: home, env: {...env, ...more}}))
  await beside((args, more) => runCli(args, {cwd: home, env: {...env, ...more}}), home)
  await everyModule(path.join(home, 'data', 'heroku', 'node_modules', 'heroku-connect-maintenance', 'lib'), env)
  const gone = await heroku('plugins:uninstall', 'heroku-connect-maintenance')
  expect(gone.code === 0, 'the CLI uninstalls it', gone)
  expect(registry.asked.length === 0, `nobody was asked for anything ${registry.asked.join(', ')}`)
}

/** The hooks find what they load, and what cannot be seen without a network stops nobody. */
async function guarded(heroku) {
  const env = {
    CONNECT_DISCOVERY_SERVER: nowhere,
    HEROKU_API_KEY: 'none',
    HEROKU_CONNECT_GUARD: 'block',
    HEROKU_HOST: nowhere,
    HTTP_PROXY: undefined,
    HTTPS_PROXY: undefined,
  }
  const bare = await heroku(['pg:upgrade', '--app', 'some-app'], env)
  expect(bare.code === 10 && bare.stderr.includes('is no command any more'), 'heroku pg:upgrade, stopped and explained', bare)
  const unseen = await heroku(['pg:promote', 'DATABASE', '--app', 'some-app'], env)
  expect(
    ![0, 10].includes(unseen.code) && unseen.stderr.includes('`heroku pg:promote` goes on'),
    'heroku pg:promote, not stopped where nobody can be asked',
    unseen,
  )
}

/** Beside the official plugin each command is still whose it was, help shows both, and ours can be completed. */
async function beside(heroku, home) {
  const ours = Object.keys(JSON.parse(readFileSync(path.join(staged, 'oclif.manifest.json'), 'utf8')).commands)
  const folder = path.join(home, 'official')
  writeStandIn(folder)
  const linked = await heroku(['plugins:link', folder, '--no-install'])
  expect(linked.code === 0, 'a plugin with the commands of the official one stands beside it', linked)
  const help = await heroku(['connect', '--help'])
  const theirs = Object.keys(official.commands).filter(id => id.split(':').length === 2)
  const here = ours.filter(id => id.split(':').length === 2)
  expect(
    help.code === 0 && [...here, ...theirs, official.description].every(text => help.stdout.includes(text)),
    'heroku connect --help shows both',
    help,
  )
  for (const id of ['connect:resume', 'connect:restart']) {
    const ran = await heroku([id])
    expect(ran.code === 0 && ran.stdout.startsWith('theirs '), `heroku ${id} is the official one's`, ran)
  }

  const mine = await heroku(['connect:runs', '--json'])
  expect(mine.code === 0 && mine.stdout.includes('"runs"'), 'heroku connect:runs is ours', mine)
  const miss = await heroku(['connect:upgrad-db', '--app', 'some-app'])
  expect(miss.code === 127 && miss.stdout === '', 'heroku connect:upgrad-db runs nothing', miss)
  // It asks for the names of apps last, which nobody answers here.
  await heroku(['autocomplete', 'bash'], {HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere})
  const known = readFileSync(path.join(home, 'cache', 'heroku', 'autocomplete', 'commands'), 'utf8')
  expect(
    ours.every(id => known.includes(`${id} `)) && /^connect:upgrade-db .*--plan-only/m.test(known),
    'heroku autocomplete knows every command of ours, and its flags',
  )
  const gone = await heroku(['plugins:unlink', 'official-stand-in'])
  expect(gone.code === 0, 'and goes again', gone)
}

/** A chunk that only a rare path loads must load too: what was left out of the bundle is missing there. */
async function everyModule(folder, env) {
  const modules = readdirSync(folder, {recursive: true}).filter(name => name.endsWith('.js'))
  const code = modules.map(name => `await import(${JSON.stringify(pathToFileURL(path.join(folder, name)).href)})`).join('\n')
  const loaded = await capture(process.execPath, ['--input-type=module', '-e', code], {cwd: folder, env})
  expect(modules.length > 0 && loaded.code === 0 && loaded.stderr === '', `all ${modules.length} modules load`, loaded)
}

function expect(holds, sentence, {code, stdout, stderr} = {}) {
  if (!holds) {
    throw new Problem(`Not so: ${sentence}.`, {
      detail: code === undefined ? undefined : `exit code ${code}\n${stdout}${stderr}`,
      exitCode: 1,
    })
  }

  say(`  ok ${sentence.trimEnd()}`)
}
