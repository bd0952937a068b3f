/**
 * What `heroku connect:pause`, `connect:resume` and `connect:state` of the Connect plugin do, for a script:
 *   connect.mjs pause|resume|state APP
 * As there, `pause` and `resume` return at once.
 */
const [action, app] = process.argv.slice(2)
const discovery = process.env.CONNECT_DISCOVERY_SERVER ?? 'https://hc-central.heroku.com'
const headers = {authorization: `Bearer ${process.env.HEROKU_API_KEY}`, 'content-type': 'application/json', 'heroku-client': 'cli'}

async function call(url, method = 'GET') {
  const answer = await fetch(url, {headers, method})
  if (!answer.ok) throw new Error(`${method} ${new URL(url).pathname}: ${answer.status}`)
  const text = await answer.text()
  return text ? JSON.parse(text) : null
}

const {results} = await call(`${discovery}/connections?app=${encodeURIComponent(app)}`)
const [{id, region_url: region}] = results
const connection = `${region.replace(/\/$/, '')}/api/v3/connections/${id}`
if (action === 'state') process.stdout.write(`${(await call(connection)).state}\n`)
else await call(`${connection}/actions/${action}`, 'POST')
