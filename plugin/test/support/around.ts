/** The surroundings of an executor under test. */
import {APIClient} from '@heroku-cli/command'
import type {Config} from '@oclif/core/interfaces'

import {DatabaseUrls} from '../../src/effects/database-url.js'
import type {Around} from '../../src/effects/executor.js'
import {Sessions} from '../../src/effects/sql.js'
import {Tunnels} from '../../src/effects/tunnels.js'
import {type Recorded, recordingCore} from './core.js'

/** Surroundings that remember what was shown. */
export type TestAround = Around & Recorded & {adopted: string[]; opened: (string | null)[]; shown: string[]; prompts: number}

/** Surroundings whose Platform API is the server at this URL. */
export function aroundOf(platform: string, more: Partial<Around> = {}): TestAround {
  process.env.HEROKU_HOST = platform
  const core = recordingCore()
  const adopted: string[] = []
  const opened: (string | null)[] = []
  const shown: string[] = []
  const around: TestAround = {
    adopted,
    adoptSalt(salt) {
      adopted.push(salt)
    },
    beforePrompt() {
      around.prompts += 1
    },
    client: new APIClient({platform: 'linux', version: '11.10.0'} as Config),
    core,
    cwd: '/nowhere',
    env: {...process.env, CONNECT_DISCOVERY_SERVER: platform, HEROKU_STATUS_HOST: platform},
    folder: null,
    interactive: false,
    open: address => opened.push(address),
    opened,
    prompts: 0,
    redacted: core.redacted,
    redactedRows: core.redactedRows,
    salt: 'a'.repeat(64),
    sessions: new Sessions(),
    shown,
    tunnels: new Tunnels(),
    urls: new DatabaseUrls(),
    warn: text => shown.push(text),
    ...more,
  }
  return around
}
