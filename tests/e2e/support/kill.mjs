/** kill -9 at a chosen moment of a run. */
import assert from 'node:assert/strict'
import {waitForJournal} from '../../../scripts/start/journal.mjs'
import {upgrade} from './box.mjs'

/** Kills the command when `test` passes on its journal; gives the run's id. */
export async function killed(box, test, command = upgrade) {
  const started = box.start(command)
  const run = await waitForJournal(box.home, test, started.done)
  if (run) process.kill(-started.child.pid, 'SIGKILL')
  const result = await started.done
  assert.equal(result.signal, 'SIGKILL', `it ended by itself: ${result.stdout}\n${result.stderr}`)
  return run
}
