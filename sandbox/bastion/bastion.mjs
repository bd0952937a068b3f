/**
 * The bastion of the sandbox's Private and Shield Spaces: a real SSH server that hands connections on to databases which have no
 * other way in. `node sandbox/bastion/bastion.mjs`, told what to do by lines of JSON on standard input:
 *
 * - `{"open": {"addon", "host", "port", "socket"}}`: who shows the key of this add-on gets through to `host:port`, which is this socket,
 *   and nowhere else. Answered by one line `{"host": "127.0.0.1:PORT", "privateKey": "..."}`; a key of before is worth nothing any more.
 * - `{"close": addon}`: nobody gets through to it any more.
 * - `{"manner": "ok" | "refuses" | "breaks"}`: lets through, refuses every key, or ends every connection after a while.
 * - `{"cut": true}`: ends every connection now.
 *
 * It ends with its standard input.
 */
import {connect} from 'node:net'
import process from 'node:process'
import readline from 'node:readline'
import ssh2 from 'ssh2'

const {Server, utils} = ssh2

/** The user of Heroku's bastions. */
const user = 'bastion'

/** How long a connection lives where they break: some queries long, and shorter than a run. */
const lifeMs = 1500

/** What stands behind it, by add-on. */
const doors = new Map()
const connections = new Set()
let manner = 'ok'

/** A pair of keys. One in some hundred that the library makes it cannot read itself: then another one. */
function pairOfKeys() {
  for (;;) {
    const pair = utils.generateKeyPairSync('ed25519')
    if (![pair.private, pair.public].some(key => utils.parseKey(key) instanceof Error)) return pair
  }
}

const hostKey = pairOfKeys().private
const server = new Server({hostKeys: [hostKey]}, connection => {
  connections.add(connection)
  let door
  connection.on('error', () => {})
  connection.on('close', () => connections.delete(connection))
  connection.on('authentication', context => {
    door = manner === 'refuses' || context.username !== user ? undefined : doorOf(context)
    if (door === undefined) context.reject(['publickey'])
    else context.accept()
  })
  connection.on('ready', () => {
    if (manner === 'breaks') setTimeout(() => connection.end(), lifeMs).unref()
  })
  connection.on('tcpip', (accept, reject, {destIP, destPort}) => {
    const present = doors.get(door.addon)
    if (present === undefined || destIP !== present.host || destPort !== present.port) return reject()
    handOn(present.socket, accept, reject)
  })
})

/** Whose key it is; a signature that does not fit is refused. */
function doorOf(context) {
  if (context.method !== 'publickey') return
  const found = [...doors.values()].find(({publicKey}) => publicKey.getPublicSSH().equals(context.key.data))
  const signed =
    found && (context.signature === undefined || found.publicKey.verify(context.blob, context.signature, context.hashAlgo) === true)
  return signed ? found : undefined
}

/** Joins a channel with the socket of a database. */
function handOn(socket, accept, reject) {
  const database = connect(socket)
  let channel
  database.on('connect', () => {
    channel = accept()
    channel.on('error', () => {})
    channel.on('close', () => database.destroy())
    channel.pipe(database).pipe(channel)
  })
  database.on('error', () => {
    if (channel === undefined) reject()
    else channel.close()
  })
}

function obey({close, cut, manner: wanted, open}) {
  if (wanted !== undefined) manner = wanted
  if (close !== undefined) doors.delete(close)
  if (cut) for (const connection of connections) connection.end()
  if (open === undefined) return
  const pair = pairOfKeys()
  doors.set(open.addon, {...open, publicKey: utils.parseKey(pair.public)})
  process.stdout.write(`${JSON.stringify({host: `127.0.0.1:${server.address().port}`, privateKey: pair.private})}\n`)
}

server.listen(0, '127.0.0.1', () => {
  const lines = readline.createInterface({input: process.stdin})
  lines.on('line', line => obey(JSON.parse(line)))
  lines.on('close', () => {
    server.close()
    for (const connection of connections) connection.end()
  })
})
