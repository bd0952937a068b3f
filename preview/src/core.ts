/** The core in this page: inflated and compiled when it is first asked for, after the words are there. */
// eslint-disable-next-line import/no-unresolved -- the bundler knows it
import * as bindings from 'connect-bindings'

/** What can be computed. */
export type Core = Omit<typeof bindings, 'default'>

let waking: Promise<Core | null> | undefined

/** The core; `null` where this page holds none, or the browser refuses it. */
export function core(): Promise<Core | null> {
  waking ??= wake().catch(() => null)
  return waking
}

async function wake(): Promise<Core | null> {
  const block = document.querySelector('#core')?.textContent?.trim()
  if (!block) return null
  // What would be newer is not there yet in every browser.
  // eslint-disable-next-line no-restricted-globals
  const packed = Uint8Array.from(atob(block), letter => letter.codePointAt(0) ?? 0)
  const module = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  await bindings.default({module_or_path: await new Response(module).arrayBuffer()})
  return bindings
}
