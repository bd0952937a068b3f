/**
 * One tunnel: a port on this machine whose connections a bastion hands on to one database.
 *
 * The CLI's own tunnel ends with its first connection, says nothing when the bastion is gone, and lets whoever connects then wait. This
 * one is handed to the CLI's `sshTunnel`, which keeps its time limit.
 */
import type {AddressInfo, Server, Socket} from 'node:net'

import type {Client} from 'ssh2'

/** What the CLI's `getPsqlConfigs` says of a tunnel. */
export type Route = {
  dstHost: string
  dstPort: number
  host?: string
  localHost: string
  localPort: number
  privateKey?: string
  username: string
}

/** Where SSH is spoken, unless the name of a bastion says otherwise. */
const SSH_PORT = 22

/** How often an idle tunnel shows that it is alive, and how many silences end it. */
const ALIVE = {keepaliveCountMax: 3, keepaliveInterval: 10_000}

/** A tunnel that stands. */
export class Tunnel {
  private readonly sockets = new Set<Socket>()
  private retired = false

  private constructor(
    /** The local end. */
    readonly server: Server,
    private readonly ssh: Client,
    private readonly route: Route,
  ) {
    // The one that comes with a broken connection; that it is closed is heard of separately.
    ssh.on('error', () => {})
    ssh.on('close', () => this.close())
    server.on('connection', socket => this.hand(socket))
  }

  /** Opens one. Rejects with what the bastion, or the system for the local port, has against it. */
  static async open(route: Route): Promise<Tunnel> {
    const ssh = await connected(route)
    try {
      return new Tunnel(await listening(route), ssh, route)
    } catch (error) {
      ssh.end()
      throw error
    }
  }

  /** False once nobody can go through it any more. */
  get stands(): boolean {
    return this.server.listening
  }

  /** Where connections go in. */
  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** Lets nobody in any more; who is in stays. */
  retire(): void {
    this.retired = true
    if (this.sockets.size === 0) this.close()
    else if (this.stands) this.server.close()
  }

  /** Ends it with everything in it. */
  close(): void {
    if (this.stands) this.server.close()
    for (const socket of this.sockets) socket.destroy()
    this.ssh.end()
  }

  private hand(socket: Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      this.sockets.delete(socket)
      if (this.retired && this.sockets.size === 0) this.close()
    })
    const {dstHost, dstPort, localHost} = this.route
    try {
      this.ssh.forwardOut(localHost, this.port, dstHost, dstPort, (error, channel) => {
        if (error !== undefined) {
          socket.destroy()
          return
        }

        channel.on('error', () => {})
        channel.on('close', () => socket.destroy())
        socket.on('close', () => channel.end())
        socket.pipe(channel).pipe(socket)
      })
    } catch {
      // The connection broke a moment ago.
      socket.destroy()
    }
  }
}

async function connected(route: Route): Promise<Client> {
  const {Client: Ssh} = (await import('ssh2')).default
  const {host, port} = addressOf(route.host ?? '')
  const ssh = new Ssh()
  return new Promise((resolve, reject) => {
    ssh.once('ready', () => resolve(ssh))
    ssh.once('error', error => {
      ssh.destroy()
      reject(error)
    })
    ssh.once('close', () => reject(new Error('closed')))
    // Which host it is, is not checked, as it is not by the CLI: no service tells its key.
    ssh.connect({...ALIVE, host, port, privateKey: route.privateKey ?? '', username: route.username})
  })
}

async function listening(route: Route): Promise<Server> {
  const {createServer} = await import('node:net')
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(route.localPort, route.localHost, () => resolve(server))
  })
}

/** Host and port of a bastion. */
function addressOf(bastion: string): {host: string; port: number} {
  const [, host, port] = /^(.*):(\d+)$/.exec(bastion) ?? []
  return host === undefined ? {host: bastion, port: SSH_PORT} : {host, port: Number(port)}
}
