/** Stands where a registry and the rest of the world would be: notes who asks, and has nothing. */
import {once} from 'node:events'
import {createServer} from 'node:http'

/**
 * @returns {Promise<{env: Record<string, string>, asked: string[], close: () => Promise<void>}>} `env`: for a CLI that
 *   shall find nothing else; `asked`: method and address of each request so far
 */
export async function deadRegistry() {
  const asked = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.writeHead(404).end()
  })
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${server.address().port}`
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  // npm looks now and then whether there is a newer npm; that is no business of ours.
  return {
    asked,
    close,
    env: {HEROKU_NPM_REGISTRY: url, HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: '', NPM_CONFIG_UPDATE_NOTIFIER: 'false'},
  }
}
