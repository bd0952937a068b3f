/** The WebAssembly target of the installed Rust toolchain. */
import {existsSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {step} from '../lib/progress.mjs'
import {ask, must} from '../lib/run.mjs'

/** Rust's name of the target. */
export const triple = 'wasm32-unknown-unknown'

/** Adds the target by rustup when the toolchain has none. */
export async function ensure() {
  const sysroot = await ask('rustc', ['--print', 'sysroot'], {cwd: root})
  if (sysroot === null || (await ask('cargo', ['--version'], {cwd: root})) === null) {
    throw new Problem('Rust is needed (rustc and cargo 1.85 or newer): install it with rustup, then run this again.')
  }

  if (existsSync(path.join(sysroot, 'lib', 'rustlib', triple, 'lib'))) return
  await step(`Rust target ${triple}`, 'seconds, once', note =>
    must('rustup', ['target', 'add', triple], {
      cwd: root,
      onLine: note,
      sentence: `The Rust toolchain in ${sysroot} has no target ${triple} and rustup could not add it; run "rustup target add ${triple}" where that works, or install a toolchain that has it.`,
    }),
  )
}
