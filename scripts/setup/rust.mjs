/** The Rust toolchain that `rust-toolchain.toml` names, and its WebAssembly target. */
import {existsSync, readFileSync} from 'node:fs'
import path from 'node:path'
import {root} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {step} from '../lib/progress.mjs'
import {ask, must} from '../lib/run.mjs'

/** Rust's name of the target. */
const triple = 'wasm32-unknown-unknown'

/** Version that the repository asks for. */
export const channel = /^channel = "([^"]+)"/m.exec(readFileSync(path.join(root, 'rust-toolchain.toml'), 'utf8'))?.[1]

/** Lets rustup bring the toolchain where it does not do so by itself. */
export async function toolchain() {
  if (await isThere()) return
  const missing = new Problem(`Rust is needed (rustc and cargo ${channel}): install it with rustup, then run this again.`)
  if ((await ask('rustup', ['--version'])) === null) throw missing
  await step(`Rust ${channel}`, 'about a minute, once', note =>
    must(
      'rustup',
      ['toolchain', 'install', channel, '--profile', 'minimal', '--component', 'rustfmt', '--component', 'clippy', '--target', triple],
      {
        cwd: root,
        onLine: note,
        sentence: `rustup could not install Rust ${channel}; run "rustup toolchain install ${channel}" where that works, then run this again.`,
      },
    ),
  )
  if (!(await isThere())) throw missing
}

async function isThere() {
  return (await ask('rustc', ['--version'], {cwd: root})) !== null && (await ask('cargo', ['--version'], {cwd: root})) !== null
}

/** Adds the target by rustup when the toolchain has none. */
export async function target() {
  const sysroot = await ask('rustc', ['--print', 'sysroot'], {cwd: root})
  if (existsSync(path.join(sysroot ?? '', 'lib', 'rustlib', triple, 'lib'))) return
  await step(`Rust target ${triple}`, 'seconds, once', note =>
    must('rustup', ['target', 'add', triple], {
      cwd: root,
      onLine: note,
      sentence: `The Rust toolchain in ${sysroot} has no target ${triple} and rustup could not add it; run "rustup target add ${triple}" where that works, or install a toolchain that has it.`,
    }),
  )
}
