/** The salt of a run: it keys the fingerprints of what must not be seen, so every machine that goes on with the run needs it. */
import {randomBytes} from 'node:crypto'

/** A fresh salt: 32 random bytes in hexadecimal. */
export function newSalt(): string {
  return randomBytes(32).toString('hex')
}

/** True for what {@link newSalt} makes. */
export function isSalt(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
