/** Writes that are on disk when they return. */
import fs from 'node:fs/promises'
import path from 'node:path'

/** Mode of folders that only the owner may enter. */
export const PRIVATE_FOLDER = 0o700

/** Mode of files that only the owner may read. */
export const PRIVATE_FILE = 0o600

/** Flushes a folder, so that names made in it survive a power cut. Some file systems refuse; that is no error. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: fs.FileHandle
  try {
    handle = await fs.open(folder, 'r')
  } catch {
    return
  }

  try {
    await handle.sync()
  } catch (error) {
    if (!['EBADF', 'EINVAL', 'EISDIR', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    await handle.close()
  }
}

/** Makes a folder and its missing parents, readable by the owner only, and flushes each new name. */
export async function makePrivateFolder(folder: string): Promise<void> {
  const first = await fs.mkdir(folder, {mode: PRIVATE_FOLDER, recursive: true})
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncFolder(path.dirname(made))
}

/** Replaces a file as a whole: whoever reads it sees the old text or the new one, never a part. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.new`
  try {
    await writeThrough(fresh, text)
    await fs.rename(fresh, file)
  } catch (error) {
    await fs.rm(fresh, {force: true})
    throw error
  }

  await syncFolder(path.dirname(file))
}

/**
 * Makes a file that must not exist yet, together with its text: nobody ever sees it empty.
 *
 * @returns false if there is such a file already
 */
export async function createFile(file: string, text: string): Promise<boolean> {
  const fresh = `${file}.${process.pid}.new`
  try {
    await writeThrough(fresh, text)
    await fs.link(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await fs.rm(fresh, {force: true})
  }

  await syncFolder(path.dirname(file))
  return true
}

/** Writes a file, readable by the owner only, and flushes it. */
export async function writeThrough(file: string, text: string): Promise<void> {
  const handle = await fs.open(file, 'w', PRIVATE_FILE)
  try {
    await handle.writeFile(text, 'utf8')
    await handle.sync()
  } finally {
    await handle.close()
  }
}
