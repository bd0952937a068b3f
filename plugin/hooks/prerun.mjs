/**
 * Before every command of the CLI: says what a watched one does to the sync of Heroku Connect. Imports nothing until an id is
 * watched, and never stops a command but on purpose: whatever goes wrong in here, the command runs.
 */

/** The commands of guard.json; a test compares them. */
export const watched = new Set([
  'addons:attach',
  'addons:create',
  'addons:destroy',
  'addons:detach',
  'addons:upgrade',
  'apps:destroy',
  'connect:import',
  'connect:resume',
  'data:pg:migrate',
  'maintenance:off',
  'pg:backups:restore',
  'pg:copy',
  'pg:credentials:destroy',
  'pg:credentials:rotate',
  'pg:promote',
  'pg:reset',
  'pg:unfollow',
  'pg:upgrade:prepare',
  'pg:upgrade:run',
  'ps:scale',
])

export default async function prerun({argv, Command, config}) {
  if (!watched.has(Command.id) || process.env.HEROKU_CONNECT_GUARD === 'off') return
  let verdict
  try {
    const {ofCommand} = await import('../lib/guard/index.js')
    verdict = await ofCommand(new URL('guard.json', import.meta.url), {argv, config, id: Command.id})
  } catch {
    return
  }

  if (verdict.stops) this.error(verdict.text, {exit: verdict.exitCode})
  if (verdict.text !== '') process.stderr.write(`${verdict.text}\n`)
}
