/**
 * Faults with the ending that the command must have under them. The sandbox knows more faults (`--list` shows all);
 * under those `npm start` only shows what happens and lets the ledger judge.
 *
 * - `exitCode`: exit code of `heroku connect:upgrade-db`; 11: paused, and an abort must bring everything back to what it was
 * - `verdict`: what the ledger must find: `moved` (the new database holds everything) or `undone` (the old one does)
 * - `world`: `unchanged`: the world before and after must be the same
 * - `once`: the server must have seen each mutating request once
 * - `patience`: seconds after which the command is taken to hang
 */
export const expectations = {
  'body-cut': {exitCode: 0, once: true, patience: 600, verdict: 'moved'},
  'follower-lag': {exitCode: 0, patience: 600, verdict: 'moved'},
  'pause-stuck': {exitCode: 11, patience: 900, verdict: 'undone'},
  'reset-after-effect': {exitCode: 0, once: true, patience: 600, verdict: 'moved'},
}

/** What must be so when nothing goes wrong. */
export const undisturbed = {exitCode: 0, once: true, patience: 600, verdict: 'moved'}

/** Arguments that a fault named without any gets. */
const usual = {
  'body-cut': 'body-cut@all-mutating',
  'follower-lag': 'follower-lag:20',
  'reset-after-effect': 'reset-after-effect@all-mutating',
}

/** A fault as the sandbox takes it, from what was typed. */
export function spelled(fault) {
  return usual[fault] ?? fault
}

/** Name of a fault without argument, target and count. */
export function nameOf(fault) {
  return fault.split(/[:@#]/, 1)[0]
}

/**
 * What must be so under these faults.
 * @param {string[]} faults
 * @returns {typeof undisturbed | null} `null`: unknown, the ledger judges alone
 */
export function expected(faults) {
  if (faults.length === 0) return undisturbed
  return faults.length === 1 ? (expectations[nameOf(faults[0])] ?? null) : null
}
