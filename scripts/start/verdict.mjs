/** Lets the ledger judge a sandbox: a separate program that reads both databases and the org by itself. */
import {programs} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {capture, line} from '../lib/run.mjs'
import {control} from './sandbox.mjs'

/** Schema of the plugin's own lock row; it need not be carried over, and it goes with the run. */
const ownSchema = 'heroku_connect_maintenance'

/**
 * Command lines of the ledger, one for each connection: the database it had, the one its config var names now, and its org.
 * @param {object} manifest answer of `GET /_sandbox/manifest`
 * @param {object} world answer of `GET /_sandbox/world`
 * @param {{version: string, undone: boolean, anew?: boolean, kept?: boolean, harmed?: number, left?: number, repointed?: string[], wentBack?: number}} wanted `version`: of the database in use;
 * `kept`: the run was to keep it; `wentBack`: it was rolled back to this moment, milliseconds; `harmed`: what Connect had done to the org
 * until this moment is no fault of the run; `left`: what was written to mapped tables until this moment was left behind with another org;
 * `anew`: the connection was made anew on the new database; `repointed`: tables whose rows point at mapped ones
 * @returns {string[][]}
 */
export function ledgerCalls(manifest, {world}, {version, undone, anew = false, kept = false, harmed, left, repointed = [], wentBack}) {
  const urlOf = addon => manifest.databases.find(database => database.addon === addon)?.url
  return manifest.connections.map(({addon, app, org, original: first, schema}) => {
    const {dbKey} = world.connections[addon]
    // Somebody else has put a database of the past in its place.
    const original = kept && wentBack ? world.apps[app].configVars[dbKey] : first
    const now = undone || kept ? original : world.apps[app].configVars[dbKey]
    const old = urlOf(original)
    const url = urlOf(now)
    if (!old || !url) {
      throw new Problem(`The ledger cannot judge ${addon}: its config var ${dbKey} names no database of the sandbox.`, {exitCode: 1})
    }

    const involved = new Set([first, original, now])
    const elsewhere = manifest.databases
      .filter(database => !involved.has(database.addon))
      .flatMap(database => ['--elsewhere', new URL(database.url).host])
    const args = [
      'verdict',
      '--old',
      old,
      '--org',
      org,
      '--acks',
      manifest.acks,
      '--version',
      version,
      '--schema',
      schema,
      '--except',
      ownSchema,
      ...elsewhere,
      ...(wentBack ? ['--rolled-back-to', String(wentBack)] : []),
      ...(harmed ? ['--harmed-until', String(harmed)] : []),
      ...(left ? ['--left-until', String(left)] : []),
      ...(anew ? ['--made-anew'] : []),
      ...repointed.flatMap(table => ['--repointed', table]),
      ...(world.addons?.[original]?.plan.includes(':essential-') ? ['--one-login'] : []),
    ]
    if (undone) return [...args, '--undone']
    return kept ? [...args, '--kept'] : [...args, '--new', url]
  })
}

/**
 * Quiets the sandbox and asks the ledger.
 * @param {object} sandbox
 * @param {{version: string, undone: boolean, show?: boolean}} wanted what [ledgerCalls] takes; `version`: of the database
 * that must be in use
 * @returns {Promise<{pass: boolean, text: string, commands: string[], quiet: object}>}
 */
export async function judge(sandbox, {show = false, ...wanted}) {
  const quiet = await control(sandbox, 'quiet', {method: 'POST'})
  const calls = ledgerCalls(await control(sandbox, 'manifest'), await control(sandbox, 'world'), wanted)
  const verdict = {commands: [], pass: quiet.quiet, quiet, text: quiet.quiet ? '' : `not at rest: ${quiet.left.join('; ')}\n`}
  for (const args of calls) {
    const result = await capture(programs.ledger, args, {show})
    verdict.commands.push(
      line(
        'ledger',
        args.map(word => hidePassword(word)),
      ),
    )
    verdict.pass &&= result.code === 0
    verdict.text += result.stdout + result.stderr
  }

  return verdict
}

function hidePassword(word) {
  return word.replace(/^(postgres(?:ql)?:\/\/[^:]+):[^@]+@/, '$1:****@')
}
