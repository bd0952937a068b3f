/** The sandbox's own bastion, a real SSH server, before a database of a test. */
import {spawn} from 'node:child_process'
import path from 'node:path'
import process from 'node:process'
import readline from 'node:readline'
import {fileURLToPath} from 'node:url'

const program = fileURLToPath(new URL('../../../sandbox/bastion/bastion.mjs', import.meta.url))

/** Where it is and what lets through to one database. */
export type Access = {host: string; privateKey: string}

/** A running bastion. */
export type Bastion = {
  /** Lets through to a database that is known by this address and listens on this port of loopback. */
  open(host: string, port: number, listens: number): Promise<Access>
  tell(word: object): void
  close(): Promise<void>
}

/** Starts one. */
export async function bastion(): Promise<Bastion> {
  const child = spawn(process.execPath, [program], {cwd: path.dirname(program), stdio: ['pipe', 'pipe', 'inherit']})
  const ended = new Promise(resolve => {
    child.on('close', resolve)
  })
  const lines = readline.createInterface({input: child.stdout})
  const tell = (word: object): void => void child.stdin.write(`${JSON.stringify(word)}\n`)
  return {
    async close() {
      child.stdin.end()
      await ended
    },
    async open(host, port, listens) {
      const answer = new Promise<string>(resolve => {
        lines.once('line', resolve)
      })
      tell({open: {addon: 'one', host, port, socket: listens}})
      return JSON.parse(await answer) as Access
    },
    tell,
  }
}
