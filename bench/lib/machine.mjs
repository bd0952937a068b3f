/** The machine, without its name. */
import os from 'node:os'

export function machine() {
  const [cpu] = os.cpus()
  return {
    cores: os.cpus().length,
    cpu: cpu?.model.trim() ?? 'unknown',
    load: Number(os.loadavg()[0].toFixed(2)),
    memoryGib: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    system: `${os.type()} ${os.release().split('-')[0]} ${os.arch()}`,
  }
}
