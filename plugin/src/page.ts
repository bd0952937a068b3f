/** The empty page that ships with the plugin: the core fills it. */
import {readFile} from 'node:fs/promises'

/** Beside `lib/`, in the sources and in the package. */
const PAGE = new URL('../page/page.html', import.meta.url)

/** The page; `undefined` if it is not there, which the core has a sentence for. */
export async function emptyPage(): Promise<string | undefined> {
  try {
    return await readFile(PAGE, 'utf8')
  } catch {
    return undefined
  }
}
