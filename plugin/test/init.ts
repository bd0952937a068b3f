/** Before every test file: no network but loopback, a fixed time zone and width, a private home. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

import nock from 'nock'

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'hcm-test-'))
for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy', 'HEROKU_HEADERS', 'DEBUG', 'FORCE_COLOR']) {
  delete process.env[name]
}

Object.assign(process.env, {
  COLUMNS: '100',
  HEROKU_API_KEY: 'test-token',
  HOME: home,
  NO_COLOR: '1',
  TZ: 'UTC',
  XDG_CONFIG_HOME: path.join(home, 'config'),
  XDG_DATA_HOME: path.join(home, 'data'),
})

nock.disableNetConnect()
nock.enableNetConnect(host => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host))

process.on('exit', () => fs.rmSync(home, {force: true, recursive: true}))
