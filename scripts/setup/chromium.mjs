/** Chromium, in which the page is tried: the system's own, or brought by apt-get where that may be done. */
import {existsSync} from 'node:fs'
import {say, step} from '../lib/progress.mjs'
import {ask, capture} from '../lib/run.mjs'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Path of the program, or `null`; `CONNECT_CHROMIUM` names another one. */
export function find() {
  return [process.env.CONNECT_CHROMIUM, ...places].find(place => place && existsSync(place)) ?? null
}

/** Brings it unless it is there. Where it cannot be had, its tests are skipped, which CI counts as failed. */
export async function ensure() {
  if (find()) return
  if (process.getuid?.() === 0 && (await ask('apt-get', ['--version'])) !== null) {
    await step('Chromium', 'apt-get, about 300 MB, once', async note => {
      const env = {...process.env, DEBIAN_FRONTEND: 'noninteractive'}
      await capture('apt-get', ['update'], {env, onLine: note})
      await capture('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], {env, onLine: note})
    })
  }

  if (!find()) {
    say('  Chromium is missing, so the page is not tried: install the package `chromium`, or name a program in CONNECT_CHROMIUM.')
  }
}
