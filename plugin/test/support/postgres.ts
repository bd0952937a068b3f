/** A stand-in that speaks enough of the Postgres protocol for a driver: sessions, queries, rows, errors, cuts. */
import net from 'node:net'

/** What one statement gets. */
export type Reply =
  | 'cut'
  | 'hang'
  | {copy: string[]}
  | {error: string; fatal?: boolean}
  | {rows: Array<Array<{name: string; oid: number; text: string | null}>>}

/** A statement as it arrived. */
export type Statement = {session: number; text: string; parameters: string[]}

/** A running stand-in. */
export type FakePostgres = {
  port: number
  statements: Statement[]
  startups: Array<Record<string, string>>
  close(): Promise<void>
}

/** What the stand-in does at the start of a session. */
export type Greeting = 'accept' | 'cut' | 'silent' | {error: string}

/** Starts one; `reply` is asked for each statement. */
export async function fakePostgres(reply: (statement: Statement) => Reply, greeting: Greeting = 'accept'): Promise<FakePostgres> {
  const statements: Statement[] = []
  const startups: Array<Record<string, string>> = []
  const sockets = new Set<net.Socket>()
  let sessions = 0
  const server = net.createServer(socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    sessions += 1
    const session = sessions
    let started = false
    let parsed = ''
    let parameters: string[] = []
    let pending = Buffer.alloc(0)
    const execute = (text: string, simple: boolean): void => {
      const statement = {parameters, session, text}
      statements.push(statement)
      parameters = []
      const answer = reply(statement)
      if (answer === 'hang') return
      if (answer === 'cut') {
        socket.destroy()
        return
      }

      if ('copy' in answer) socket.write(copied(answer.copy))
      else if ('error' in answer) socket.write(failure(answer.error, answer.fatal === true))
      else socket.write(Buffer.concat([...rowsOf(answer.rows), message('C', Buffer.from('SELECT 1\0'))]))
      if (simple) socket.write(ready())
    }

    socket.on('data', chunk => {
      pending = Buffer.concat([pending, chunk])
      for (;;) {
        const head = started ? 1 : 0
        if (pending.length < head + 4) return
        const length = pending.readInt32BE(head)
        if (pending.length < head + length) return
        const type = started ? String.fromCodePoint(pending[0] ?? 0) : ''
        const body = pending.subarray(head + 4, head + length)
        pending = pending.subarray(head + length)
        if (!started) {
          started = true
          startups.push(pairs(body.subarray(4)))
          if (greeting === 'cut') socket.destroy()
          else if (greeting === 'accept') socket.write(Buffer.concat([message('R', Buffer.alloc(4)), ready()]))
          else if (greeting !== 'silent') socket.write(failure(greeting.error, true))
        } else if (type === 'Q') {
          execute(cString(body), true)
        } else if (type === 'P') {
          parsed = cString(body.subarray(body.indexOf(0) + 1))
        } else if (type === 'B') {
          parameters = parametersOf(body)
        } else if (type === 'E') {
          execute(parsed, false)
        } else if (type === 'S') {
          socket.write(ready())
        } else if (type === 'X') {
          socket.end()
        }
      }
    })
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => {
        server.close(resolve)
      })
    },
    port: (server.address() as net.AddressInfo).port,
    startups,
    statements,
  }
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

function ready(): Buffer {
  return message('Z', Buffer.from('I'))
}

function failure(code: string, fatal: boolean): Buffer {
  return message('E', Buffer.from(`S${fatal ? 'FATAL' : 'ERROR'}\0C${code}\0Mmessage with a value in it\0\0`))
}

function copied(lines: string[]): Buffer {
  return Buffer.concat([
    message('H', Buffer.alloc(3)),
    ...lines.map(line => message('d', Buffer.from(line))),
    message('c', Buffer.alloc(0)),
    message('C', Buffer.from(`COPY ${lines.length - 1}\0`)),
  ])
}

function rowsOf(rows: Array<Array<{name: string; oid: number; text: string | null}>>): Buffer[] {
  const [first] = rows
  if (first === undefined) return []
  const fields = first.map(column => {
    const tail = Buffer.alloc(18)
    tail.writeInt32BE(column.oid, 6)
    return Buffer.concat([Buffer.from(`${column.name}\0`), tail])
  })
  return [
    message('T', Buffer.concat([count(first.length), ...fields])),
    ...rows.map(row => message('D', Buffer.concat([count(row.length), ...row.map(column => value(column.text))]))),
  ]
}

function count(n: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeInt16BE(n)
  return buffer
}

function value(text: string | null): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32BE(text === null ? -1 : Buffer.byteLength(text))
  return Buffer.concat([size, Buffer.from(text ?? '')])
}

function cString(body: Buffer): string {
  return body.subarray(0, body.indexOf(0)).toString()
}

function parametersOf(body: Buffer): string[] {
  const names = body.indexOf(0, body.indexOf(0) + 1) + 1
  const values = names + 2 + 2 * body.readInt16BE(names)
  const parameters: string[] = []
  let at = values + 2
  for (let left = body.readInt16BE(values); left > 0; left -= 1) {
    const size = body.readInt32BE(at)
    parameters.push(body.subarray(at + 4, at + 4 + size).toString())
    at += 4 + size
  }

  return parameters
}

function pairs(body: Buffer): Record<string, string> {
  const words = body.toString().split('\0')
  const found: Record<string, string> = {}
  for (let i = 0; i + 1 < words.length; i += 2) found[words[i] ?? ''] = words[i + 1] ?? ''
  return found
}
