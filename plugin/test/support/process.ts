/** Real processes, for locks. */
import {type ChildProcess, spawn} from 'node:child_process'
import {once} from 'node:events'

/** Starts a process that lives until it is told to end. */
export async function living(): Promise<ChildProcess & {pid: number}> {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume(); console.log("up")'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  await once(child.stdout, 'data')
  return child as unknown as ChildProcess & {pid: number}
}

/** Ends a process and waits for it. */
export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** Id of a process that is no more. */
export async function deadPid(): Promise<number> {
  const child = await living()
  await kill(child)
  return child.pid
}
