/** A statement on the database that everybody uses, as a person with `psql` would type it. */
import assert from 'node:assert/strict'
import {createRequire} from 'node:module'
import {names} from './box.mjs'

// The driver that the plugin has.
const {Client} = createRequire(new URL('../../../plugin/package.json', import.meta.url))('pg')

/** A client of that database; whoever asks for it ends it. */
export async function client(box) {
  const url = (await box.ok('config:get', 'DATABASE_URL', '--app', names.app)).trim()
  // The sandbox's servers speak no TLS.
  const connected = new Client({application_name: 'nightly', connectionString: url.replace(/\?.*$/, '')})
  await connected.connect()
  return connected
}

/** Runs one statement, or several; gives the first value of the last one's first row. */
export async function sql(box, statement) {
  const connected = await client(box)
  try {
    const {rows} = [await connected.query(statement)].flat().at(-1)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await connected.end()
  }
}

/** Nothing of a run is kept in the database, but references to records that Salesforce deleted meanwhile. */
export async function nothingKept(box) {
  if (!(await sql(box, "SELECT to_regnamespace('heroku_connect_maintenance')"))) return
  assert.equal(await sql(box, "SELECT count(*)::int FROM heroku_connect_maintenance.children WHERE state IS DISTINCT FROM 'alone'"), 0)
  assert.equal(await sql(box, 'SELECT count(*)::int FROM heroku_connect_maintenance.kept'), 0)
}
