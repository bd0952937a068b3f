/**
 * Runs the hooks `init` and `prerun` of one plugin as the CLI does before a command, once, in a fresh process, and prints how long
 * each took, in milliseconds: `run-hooks.mjs FOLDER`. No other plugin is there: the CLI runs the hooks of all of them at once.
 */
import {Config} from '@oclif/core'

const config = await Config.load({root: process.argv[2]})
const timed = async (event, options) => {
  const since = performance.now()
  const {failures, successes} = await config.runHook(event, options)
  const took = performance.now() - since
  if (failures.length > 0 || successes.length !== 1) throw new Error(`the hook ${event} did not run`)
  return took
}

const argv = ['--app', 'acme-sync']
const init = await timed('init', {argv, id: 'config'})
const prerun = await timed('prerun', {argv, Command: {id: 'config'}})
process.stdout.write(JSON.stringify({init, prerun}))
