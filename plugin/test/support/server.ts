/** A server on loopback that answers as told and remembers what it was sent. */
import http from 'node:http'
import type {AddressInfo} from 'node:net'

/** One request as it arrived. */
export type Seen = {method: string; url: string; headers: http.IncomingHttpHeaders; body: string}

/** Answers one request, in any way a socket allows. */
export type Answerer = (response: http.ServerResponse, seen: Seen) => void

/** A running server. */
export type Server = {url: string; port: number; seen: Seen[]; close(): Promise<void>}

/** Starts a server; the n-th request gets the n-th answer, and the last answer serves for all others. */
export async function serve(...answers: Answerer[]): Promise<Server> {
  const seen: Seen[] = []
  const server = http.createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const one = {body, headers: request.headers, method: request.method ?? '', url: request.url ?? ''}
      const answer = answers[Math.min(seen.length, answers.length - 1)]
      seen.push(one)
      answer?.(response, one)
    })
  })
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const {port} = server.address() as AddressInfo
  return {
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => {
        server.close(resolve)
      })
    },
    port,
    seen,
    url: `http://127.0.0.1:${port}`,
  }
}

/** A JSON answer. */
export function json(status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): Answerer {
  return response => {
    response.writeHead(status, {'content-type': 'application/json', ...headers})
    response.end(JSON.stringify(body))
  }
}

/** A text answer. */
export function text(status: number, body: string, type = 'text/html'): Answerer {
  return response => {
    response.writeHead(status, {'content-type': type})
    response.end(body)
  }
}

/** The connection is reset without an answer. */
export const reset: Answerer = response => {
  response.socket?.resetAndDestroy()
}

/** No answer, ever. */
export const hang: Answerer = () => {}

/** Half a JSON body; then the connection closes, or stays open in silence. */
export function half(status: number, then: 'close' | 'stall'): Answerer {
  return response => {
    response.writeHead(status, {'content-length': '1000', 'content-type': 'application/json'})
    response.write('{"id": "', () => {
      if (then === 'close') response.socket?.destroy()
    })
  }
}
