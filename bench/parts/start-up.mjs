/** How long our command takes to start, beside `heroku --version`. No network: everything ends before the first request. */
import path from 'node:path'
import {Problem} from '../../scripts/lib/problem.mjs'
import {linkPlugin, runCli} from '../../scripts/start/cli.mjs'
import {cliEnvironment} from '../../scripts/start/environment.mjs'
import {makeFolder, removeFolder} from '../../scripts/start/folder.mjs'
import {spread} from '../lib/numbers.mjs'

/** Nothing listens there, should something ask after all. */
const nowhere = 'http://127.0.0.1:9'
const quiet = {
  DISABLE_TELEMETRY: 'true',
  HEROKU_API_KEY: 'none',
  HEROKU_DISABLE_AUTOUPDATE: 'true',
  HEROKU_HOST: nowhere,
  HEROKU_SKIP_NEW_VERSION_CHECK: 'true',
  IS_HEROKU_TEST_ENV: 'true',
  OCLIF_DISABLE_LINKED_ESM_WARNING: '1',
}

/** Command lines by name, with the exit code that each must have. */
const commands = {
  help: {args: ['connect:upgrade-db', '--help'], code: 0},
  heroku: {args: ['--version'], code: 0},
  refusal: {args: ['connect:upgrade-db', '--app', 'acme-sync', '--version', 'seventeen'], code: 2},
}

/** @param {number} launches of each, taking turns so that they meet the same machine */
export async function startUp(launches) {
  const folder = makeFolder()
  try {
    const env = cliEnvironment(path.join(folder, 'home'), quiet)
    await linkPlugin(env)
    const samples = Object.fromEntries(Object.keys(commands).map(name => [name, []]))
    // The first turn warms the caches of the system and is not counted.
    for (let turn = 0; turn <= launches; turn++) {
      for (const [name, {args, code}] of Object.entries(commands)) {
        const result = await runCli(args, {cwd: folder, env})
        if (result.code !== code) {
          throw new Problem(`heroku ${args.join(' ')} ended with exit code ${result.code}, not ${code}.`, {
            detail: result.stdout + result.stderr,
            exitCode: 1,
          })
        }

        if (turn > 0) samples[name].push(result.ms)
      }
    }

    return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, spread(values)]))
  } finally {
    removeFolder(folder)
  }
}
