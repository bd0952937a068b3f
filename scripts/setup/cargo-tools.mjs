/** The two programs that make the WASM package: taken from the PATH when the versions are right, else built once. */
import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs'
import path from 'node:path'
import {root, tools} from '../lib/paths.mjs'
import {Problem} from '../lib/problem.mjs'
import {step} from '../lib/progress.mjs'
import {ask, must} from '../lib/run.mjs'

/**
 * A generator whose version differs from the library's by a letter is refused by wasm-pack, so it is read from there.
 * @returns {{name: string, program: string, version: string, flags: string[], hint: string}[]}
 */
function wanted() {
  const lock = readFileSync(path.join(root, 'Cargo.lock'), 'utf8')
  const bindgen = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(lock)?.[1]
  if (!bindgen) throw new Problem('Cargo.lock names no wasm-bindgen: it is damaged or not committed.')
  return [
    {flags: ['--locked'], hint: 'about 2 minutes, once', name: 'wasm-pack', program: 'wasm-pack', version: '0.15.1'},
    // Not --locked: the lock file that it ships asks for a version that registries have withdrawn.
    {flags: [], hint: 'about 3 minutes, once', name: 'wasm-bindgen-cli', program: 'wasm-bindgen', version: bindgen},
  ]
}

const folderOf = ({name, version}) => path.join(tools, `${name}-${version}`)
const programOf = tool => path.join(folderOf(tool), 'bin', tool.program)

/** True if `program` says it is of `version`. */
async function is(program, version) {
  return (await ask(program, ['--version']))?.split(/\s+/)[1] === version
}

/** Builds what is missing. */
export async function ensure() {
  for (const tool of wanted()) {
    if ((await is(programOf(tool), tool.version)) || (await is(tool.program, tool.version))) continue
    await step(`${tool.name} ${tool.version}`, tool.hint, note => install(tool, note))
  }

  rmSync(buildFolder, {force: true, recursive: true})
}

const buildFolder = path.join(tools, 'cargo-tools.part')

async function install(tool, note) {
  mkdirSync(buildFolder, {recursive: true})
  // They run for a second on a small module: a quick build is worth more than quick code.
  const profile = {CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16', CARGO_PROFILE_RELEASE_LTO: 'off', CARGO_PROFILE_RELEASE_OPT_LEVEL: '0', CARGO_PROFILE_RELEASE_STRIP: 'true'}
  await must('cargo', ['install', tool.name, '--version', tool.version, '--root', folderOf(tool), '--force', ...tool.flags], {
    cwd: tools,
    env: {...process.env, ...profile, CARGO_TARGET_DIR: buildFolder},
    onLine: note,
    sentence: `cargo could not install ${tool.name} ${tool.version}; what it said is above.`,
  })
}

/** Environment in which wasm-pack and its wasm-bindgen are found. */
export function environment() {
  const folders = wanted().filter(tool => existsSync(programOf(tool))).map(tool => path.dirname(programOf(tool)))
  return {...process.env, PATH: [...folders, process.env.PATH ?? ''].join(path.delimiter)}
}
