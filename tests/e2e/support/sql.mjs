/** A statement on the database that everybody uses, as a person with `psql` would type it. */
import {createRequire} from 'node:module'
import {names} from './box.mjs'

// The driver that the plugin has.
const {Client} = createRequire(new URL('../../../plugin/package.json', import.meta.url))('pg')

/** Runs one statement, or several; gives the first value of the last one's first row. */
export async function sql(box, statement) {
  const url = (await box.ok('config:get', 'DATABASE_URL', '--app', names.app)).trim()
  // The sandbox's servers speak no TLS.
  const client = new Client({connectionString: url.replace(/\?.*$/, '')})
  await client.connect()
  try {
    const {rows} = [await client.query(statement)].flat().at(-1)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}
