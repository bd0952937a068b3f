/** Rows that leave a database by file: written into the run's folder, counted and hashed; they go nowhere else. */
import {createHash} from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'

import type pg from 'pg'

import {PRIVATE_FILE, syncFolder} from '../journal/durable.js'

/** The file could not be written. */
export class DiskError extends Error {}

/** What a file got. */
export type Written = {bytes: number; rows: number; sha256: string}

/** Sends a `COPY … TO STDOUT`, and replaces the file with what comes: as a whole, or not at all. */
export async function copyInto(client: pg.Client, statement: string, file: string): Promise<Written> {
  const {to} = await import('pg-copy-streams')
  const fresh = `${file}.${process.pid}.new`
  const handle = await onDisk(fs.open(fresh, 'w', PRIVATE_FILE))
  try {
    const rows = client.query(to(statement))
    const sum = createHash('sha256')
    let bytes = 0
    for await (const chunk of rows as AsyncIterable<Buffer>) {
      sum.update(chunk)
      bytes += chunk.length
      await onDisk(handle.writeFile(chunk))
    }

    await onDisk(handle.sync())
    await onDisk(fs.rename(fresh, file))
    await onDisk(syncFolder(path.dirname(file)))
    return {bytes, rows: rows.rowCount, sha256: sum.digest('hex')}
  } finally {
    await handle.close()
    await fs.rm(fresh, {force: true})
  }
}

async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new DiskError((error as NodeJS.ErrnoException).code ?? 'cannot be written', {cause: error})
  }
}
