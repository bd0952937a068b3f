/**
 * What the official Connect plugin 0.13 sends, in its way: discovery, then the address that discovery names, `?deep=true` behind it, the
 * detail laid over the entry; every action to `region_url`. Only what it sends and what it insists on is from it.
 */
import http from 'node:http'
import {setTimeout as pause} from 'node:timers/promises'

/** One request. Bodies go along with GET too, as `null`, where its client has none. */
function send(url, {body, method = 'GET', token}) {
  const sent = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    accept: 'application/json, text/plain, */*',
    authorization: `Bearer ${token}`,
    'content-length': Buffer.byteLength(sent),
    'content-type': 'application/json',
    'heroku-client': 'cli',
  }
  return new Promise((resolve, reject) => {
    const request = http.request(url, {headers, method}, response => {
      let text = ''
      response.setEncoding('utf8').on('data', part => (text += part))
      response.on('end', () => resolve({data: parsed(text), headers: response.headers, status: response.statusCode}))
    })
    request.on('error', reject).end(sent)
  })
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** The client of one app. */
export class Official {
  /** @param {{app: string, env: Record<string, string>}} options `env`: of the CLI in a sandbox */
  constructor({app, env}) {
    this.app = app
    this.discovery = env.CONNECT_DISCOVERY_SERVER
    this.token = env.HEROKU_API_KEY
  }

  /** `GET` or another method, by whole address; anything but 2xx is an error with status and body. */
  async call(url, options = {}) {
    const answer = await this.answer(url, options)
    if (answer.status >= 300) throw Object.assign(new Error(`${url}: ${answer.status}`), answer)
    return answer
  }

  /** The same, whatever is answered. */
  answer(url, options = {}) {
    return send(url, {token: this.token, ...options})
  }

  /** The connections of the app, each with its mappings. */
  async connections(resource) {
    const query = new URLSearchParams({app: this.app, ...(resource ? {resource_name: resource} : {})})
    const {data} = await this.call(`${this.discovery}/connections?${query}`)
    const all = data.results.map(async entry => ({...entry, ...(await this.call(`${entry.detail_url}?deep=true`)).data}))
    return Promise.all(all)
  }

  /** The one connection; two are an error. */
  async connection(resource) {
    const all = await this.connections(resource)
    if (all.length !== 1) throw new Error(`${all.length} connections`)
    return all[0]
  }

  /** The mapping of an object. */
  async mapping(object) {
    const {mappings, region_url: region} = await this.connection()
    const found = mappings.find(one => one.object_name.toLowerCase() === object.toLowerCase())
    if (!found) throw new Error(`no mapping ${object}`)
    return {...found, url: api(region, `mappings/${found.id}`)}
  }

  /** A request about the connection. */
  async about(path, options) {
    const {id, region_url: region} = await this.connection()
    return this.call(api(region, `connections/${id}/${path}`), options)
  }

  /** The same, whatever is answered. */
  async aboutAnswer(path, options) {
    const {id, region_url: region} = await this.connection()
    return this.answer(api(region, `connections/${id}/${path}`), options)
  }

  /** Asks for validations and waits for their result. */
  async diagnose() {
    const {data, status} = await this.about('validations', {method: 'POST'})
    if (status !== 202) throw new Error(`validations: ${status}`)
    for (let looks = 0; looks < 601; looks++) {
      const result = await this.call(data.result_url)
      if (result.status === 200) return result.data
      await pause(100)
    }

    throw new Error('no result')
  }

  /** What `db:set` does: the config vars first, then the change. */
  async setDatabase(key, schema) {
    const {id, region_url: region} = await this.connection()
    const {data} = await this.call(api(region, `apps/${this.app}`))
    await this.call(api(region, `connections/${id}`), {body: {db_key: key, schema_name: schema}, method: 'PATCH'})
    return data.db_keys
  }
}

function api(region, path) {
  return `${region.replace(/\/$/, '')}/api/v3/${path}`
}
