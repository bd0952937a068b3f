/** Shows notifications on the desktop, as the CLI itself does. */
import type {Notification} from '../core.js'

/** Shows one; gives why not. */
export async function show({apps, text}: Notification): Promise<string | null> {
  const {notify} = await import('@heroku-cli/notifications')
  return new Promise(resolve => {
    // An icon of the CLI's own is not among what is shipped.
    notify({icon: '', message: text, title: `Heroku Connect, ${apps.join(', ')}`}, error => {
      resolve(error === null ? null : 'no program for it on this machine')
    })
  })
}
