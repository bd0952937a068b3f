/** Everything in a sandbox that must never be written down or shown. */
import {control} from '../../../scripts/start/sandbox.mjs'

/** Whoever logged Connect into Salesforce, as the sandbox's Connect shows it. */
const person = ['canary.integration@example.org', 'Canary Integration', 'canary.my.salesforce.example']

/**
 * Passwords of all databases, the token, and the canary among the app's config vars.
 * @returns {Promise<string[]>}
 */
export async function secretsOf(box) {
  const {databases} = await control(box.sandbox, 'manifest')
  const passwords = databases.map(({url}) => new URL(url).password)
  return ['canary-5up3r-s3cret', ...person, box.sandbox.token, ...passwords].filter(Boolean)
}
