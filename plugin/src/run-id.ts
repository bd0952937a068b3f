import {randomBytes} from 'node:crypto'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** A fresh run id: `r` and seven characters of lower-case base 32, 35 random bits. */
export function newRunId(): string {
  let id = 'r'
  for (const byte of randomBytes(7)) id += ALPHABET.charAt(byte % ALPHABET.length)
  return id
}
