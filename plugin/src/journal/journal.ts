/** The journal of one run, open for appending. */
import fs from 'node:fs/promises'
import path from 'node:path'

import {PRIVATE_FILE, syncFolder} from './durable.js'
import type {Lock} from './lock.js'

const NEWLINE = 0x0a

/** Appends records; each is on disk before the call returns. */
export class Journal {
  /** Head of the last line that reached the disk as a whole in this process. */
  private written: string | null = null

  private constructor(
    private readonly file: fs.FileHandle,
    private readonly lock: Lock,
  ) {}

  /** Opens the journal in this folder, making it if it is missing. The caller holds the lock. */
  static async open(folder: string, lock: Lock): Promise<Journal> {
    const name = path.join(folder, 'journal.jsonl')
    const file = await fs.open(name, 'a+', PRIVATE_FILE)
    await syncFolder(folder)
    return new Journal(file, lock)
  }

  /**
   * Appends one record and notes its head in the lock file. Called again with the same head after a failure, it goes on
   * where it stopped and writes nothing twice.
   *
   * @param line the record, without a newline
   * @param head its hash
   */
  async append(line: string, head: string): Promise<void> {
    if (this.written !== head) {
      // A half line, left by a crash or a full disk, stays as it is: the core judges it. It must not swallow this one.
      const start = (await this.endsInside()) ? '\n' : ''
      await this.file.appendFile(`${start}${line}\n`, 'utf8')
      this.written = head
    }

    await this.file.sync()
    await this.lock.advance(head)
  }

  /** Closes the file and lets go of the lock. */
  async close(): Promise<void> {
    await this.file.close()
    await this.lock.release()
  }

  /** True if the last line has no newline. */
  private async endsInside(): Promise<boolean> {
    const {size} = await this.file.stat()
    if (size === 0) return false
    const {buffer, bytesRead} = await this.file.read(Buffer.alloc(1), 0, 1, size - 1)
    return bytesRead === 1 && buffer[0] !== NEWLINE
  }
}
