/** What all commands of this plugin share: they hand the operator's words to the core and drive it to its end. */
import path from 'node:path'
import process from 'node:process'

import {Command} from '@heroku-cli/command'
import {Errors} from '@oclif/core'

import {SHELL_EXIT_CODES} from './catalog.js'
import {sleepBy, systemClock, systemSleep, wallClock} from './clock.js'
import {isInteractive, makeContext, type Manner} from './context.js'
import {type Core, CoreError, type Journals, loadCore, type Command as Request, type StoredRun} from './core.js'
import {DatabaseUrls} from './effects/database-url.js'
import {perform} from './effects/index.js'
import {Sessions} from './effects/sql.js'
import {Tunnels} from './effects/tunnels.js'
import {LockHeldError} from './journal/lock.js'
import {RunStore} from './journal/store.js'
import {keyed} from './keyed.js'
import {type Done, drive} from './loop.js'
import {notifierOf, type Telling} from './notify/index.js'
import {OpenRuns} from './open-runs.js'
import {emptyPage} from './page.js'
import {stay} from './pause.js'
import {newSalt} from './salt.js'
import {ShellError} from './shell-error.js'
import {ask} from './ui/ask.js'
import {Interrupts} from './ui/interrupts.js'
import {Terminal} from './ui/terminal.js'
import {CommandView} from './ui/view.js'

const RUN_NAME = /^[a-z\d]+$/

/** Base class of the commands. */
export abstract class MaintenanceCommand extends Command {
  static override baseFlags = Command.baseFlagsWithoutPrompt() as typeof Command.baseFlags
  static override promptFlagActive = false

  /** Carries out one command and ends the process with the core's exit code; where the core says so, it stays and carries out another. */
  protected async carryOut(request: Request, given: Partial<Manner> & Telling): Promise<void> {
    const {stream = false, verbose = false} = given
    const json = stream || given.json === true
    const store = new RunStore(path.join(this.config.dataDir, 'connect-maintenance'))
    const open = new OpenRuns(store, newSalt())
    let done: Done
    try {
      done = await this.driven(request, {json, stream, telling: given, verbose}, store, open)
    } catch (error) {
      this.explain(error, open.latest)
    } finally {
      // A disk that is full now was reported where it mattered.
      await open.close().catch(() => {})
    }

    if (done.exitCode !== 0) throw quietExit(done.exitCode)
    if (open.latest !== null) await this.goOn(request, given, open.latest)
  }

  /** Stays for what the core says is carried out later in this process, if anything is. */
  private async goOn(request: Request, given: Partial<Manner> & Telling, run: string): Promise<void> {
    const core = await loadCore()
    const staying = core.stays(request, run, wallClock())
    if (staying === null) return
    const terminal = new Terminal(process.stdout, process.stderr, false)
    const leave = (): void => terminal.print('err', staying.left)
    const interrupts = (): Interrupts =>
      new Interrupts(() => {
        leave()
        process.exit(SHELL_EXIT_CODES.interruptedTwice)
      })
    const choice = await stay(staying.until, {
      clock: wallClock,
      core,
      input: process.stdin,
      interactive: isInteractive(),
      interrupts,
      output: process.stderr,
      sleep: sleepBy(wallClock),
      terminal,
    })
    if (choice === 'leave') {
      leave()
      throw quietExit(SHELL_EXIT_CODES.paused)
    }

    await this.carryOut(staying.then, given)
  }

  private async driven(request: Request, manner: Manner & {telling: Telling}, store: RunStore, open: OpenRuns): Promise<Done> {
    const core = await loadCore()
    const runs = await storedRuns(core.journals(request), store, open)
    const page = showsPage(request) ? await emptyPage() : undefined
    const context = makeContext({...manner, page}, runs, wallClock())
    const session = core.session(keyed(request, core, open.salt), context)
    const terminal = new Terminal(process.stdout, process.stderr, canDraw(manner.json))
    const view = new CommandView(terminal, core, wallClock, manner)
    const notifier = notifierOf(
      manner.telling,
      () => core.herald(context),
      ({occasion}, why) => view.show({kind: 'lines', lines: [core.undelivered(occasion, why)], stream: 'err'}),
    )
    const [sessions, tunnels] = [new Sessions(), new Tunnels()]
    const interrupts = new Interrupts(() => {
      view.close()
      process.stderr.write(`${resumeHint(open.latest).join('\n')}\n`)
      process.exit(SHELL_EXIT_CODES.interruptedTwice)
    })
    interrupts.attach()
    try {
      return await drive(session, {
        append: (runId, line, head) => open.append(runId, line, head, systemClock()),
        ask: question => ask(question, {input: process.stdin, interrupts, output: process.stderr, terminal}),
        clock: systemClock,
        interrupts,
        perform: this.performer(core, store, open, {sessions, tunnels, view}),
        sleep: systemSleep,
        told: directive => notifier?.told(directive, systemClock()),
        view,
      })
    } catch (error) {
      notifier?.told({ending: 'unexpected', exitCode: SHELL_EXIT_CODES.unexpected, kind: 'done'}, systemClock())
      throw error
    } finally {
      await notifier?.close()
      interrupts.detach()
      sessions.close()
      tunnels.close()
      view.close()
      session.free()
    }
  }

  private performer(
    core: Core,
    store: RunStore,
    open: OpenRuns,
    {sessions, tunnels, view}: {sessions: Sessions; tunnels: Tunnels; view: CommandView},
  ): Parameters<typeof drive>[1]['perform'] {
    const urls = new DatabaseUrls()
    return (effect, runId) =>
      perform(effect, {
        adoptSalt(salt) {
          open.salt = salt
        },
        beforePrompt: () => view.suspend(),
        client: this.heroku,
        core,
        cwd: process.cwd(),
        env: process.env,
        folder: runId === null ? null : store.folder(runId),
        interactive: isInteractive(),
        open: address => view.open(address),
        salt: open.salt,
        sessions,
        tunnels,
        urls,
        warn: text => view.warn(text),
      })
  }

  /** One clear sentence and an exit code for whatever ended the loop. */
  private explain(error: unknown, runId: string | null): never {
    if (error instanceof ShellError) this.error(error.message, {exit: error.exitCode})
    if (error instanceof LockHeldError) this.error(error.message, {exit: SHELL_EXIT_CODES.blocked})
    if (error instanceof CoreError) {
      const sentence = error.bug ? `this is a bug in heroku-connect-maintenance: ${error.message}` : error.message
      this.error([sentence, ...resumeHint(runId)].join('\n'), {exit: SHELL_EXIT_CODES.unexpected})
    }

    if (error instanceof Error && 'syscall' in error && 'code' in error) {
      const {code, path: where} = error as NodeJS.ErrnoException
      this.error(`${where ?? 'a file'} cannot be used: ${code}`, {exit: SHELL_EXIT_CODES.unexpected})
    }

    throw error
  }
}

/** True if the command makes a page. */
function showsPage(request: Request): boolean {
  return request.kind === 'preview' || ('format' in request && request.format === 'html')
}

/** The journals that a command needs; one to go on with is locked first and read again. */
async function storedRuns(wanted: Journals, store: RunStore, open: OpenRuns): Promise<StoredRun[]> {
  if (wanted.kind === 'none') return []
  if (wanted.kind === 'all') {
    const all = await store.list()
    if (!all.some(run => run.runId === wanted.adopt)) return all
    const adopted = await open.adopt(wanted.adopt as string, systemClock())
    return all.map(run => (run.runId === adopted.runId ? adopted : run))
  }

  // What the operator typed becomes the name of a folder, and must not be a way to another one.
  const run = RUN_NAME.test(wanted.run) ? await store.read(wanted.run) : null
  return run === null ? [] : [await open.adopt(wanted.run, systemClock())]
}

/**
 * Ends the process with a code and without a word. An exit of oclif's own is printed as an error when the CLI and this
 * plugin have each their own copy of oclif, which is so when the plugin is installed.
 */
function quietExit(code: number): Error {
  return Object.assign(new Errors.ExitError(code), {skipOclifErrorHandling: true})
}

/** Run id and the command that goes on with it. */
function resumeHint(runId: string | null): string[] {
  return runId === null ? [] : [`run ${runId}`, `heroku connect:runs:resume ${runId}`]
}

function canDraw(json: boolean): boolean {
  return !json && process.stdout.isTTY === true && process.env.TERM !== 'dumb'
}
