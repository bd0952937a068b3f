/** `npm run sandbox`: the sandbox alone, for playing with the real CLI by hand. */
import path from 'node:path'
import {parseArgs} from 'node:util'
import * as build from './build/index.mjs'
import {spelled} from './faults.mjs'
import {plugin, short} from './lib/paths.mjs'
import {main, Problem} from './lib/problem.mjs'
import * as setup from './setup/index.mjs'
import {linkPlugin} from './start/cli.mjs'
import {cliEnvironment, homeVariables} from './start/environment.mjs'
import {makeFolder, removeFolder} from './start/folder.mjs'
import {openSandbox} from './start/sandbox.mjs'
import * as show from './start/show.mjs'

await main(async () => {
  const {fault, keep, port, scenario} = options()
  await setup.setUp(setup.forSandbox)
  await build.build(build.forSandbox)
  const folder = makeFolder()
  const stop = new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve)
  })
  show.remark(`sandbox of scenario ${scenario} in ${short(folder)}`)
  const sandbox = await openSandbox({
    faults: fault.map(one => spelled(one)),
    folder,
    onLine: text => show.remark(text),
    port: Number(port),
    scenario,
  })
  try {
    const home = path.join(folder, 'home')
    await Promise.race([linkPlugin(cliEnvironment(home, sandbox.env)), stop])
    explain(home, sandbox)
    const ended = await Promise.race([stop, sandbox.ended])
    if (typeof ended === 'object') {
      throw new Problem(`The sandbox ended by itself (${ended.signal ?? `exit code ${ended.code}`}); its log is ${short(sandbox.log)}.`, {
        exitCode: 1,
      })
    }
  } finally {
    await sandbox.close()
    if (!keep) removeFolder(folder)
  }

  show.remark('the sandbox has ended; nothing of it is left running')
  return 0
})

function options() {
  const known = {
    fault: {default: [], multiple: true, type: 'string'},
    keep: {default: false, type: 'boolean'},
    port: {default: '0', type: 'string'},
    scenario: {default: 'upgrade-follower', type: 'string'},
  }
  try {
    const {values} = parseArgs({options: known})
    if (!/^\d+$/.test(values.port)) throw new Error(`--port takes a number, not ${values.port}`)
    return values
  } catch (error) {
    throw new Problem(`${error.message}\nnpm run sandbox -- [--scenario NAME] [--fault NAME]... [--port N] [--keep]`, {cause: error})
  }
}

function explain(home, sandbox) {
  const quoted = value => `'${value.replaceAll("'", String.raw`'\''`)}'`
  const {PATH: ours, ...own} = homeVariables(home)
  const lines = Object.entries({...sandbox.env, ...own}).map(([name, value]) => `export ${name}=${quoted(value)}`)
  lines.push(`export PATH=${quoted(path.join(path.dirname(plugin), 'node_modules', '.bin'))}:"$PATH"`, 'unset SSL_CERT_FILE SSL_CERT_DIR')
  process.stdout.write(`${lines.join('\n')}\n`)
  show.remark('paste these lines into another terminal, then try for example')
  show.command('heroku pg:info --app acme-sync')
  show.command('heroku connect:upgrade-db --app acme-sync --version 17')
  show.remark('Ctrl-C ends the sandbox and everything it started')
}
