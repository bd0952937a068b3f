/**
 * The loop of a host: carries one command out to its end. The core says what it wants, the host does it and says what came of it; it
 * decides nothing. `host` is what the core has not: a clock, a disk, a network, somebody to ask.
 *
 * What must hold: a record is on disk before its append is answered, each directive is answered once, and of an answer the core is told
 * what the effect's `reads` let through and no more (`redact` does that).
 */

/** Drives a `Session` until it is done; gives its exit code and how it ended. */
export async function carryOut(session, host) {
  for (;;) {
    const directive = session.next(host.now())
    if (directive.kind === 'done') return directive
    session.observe(directive.id, await obey(directive, host), host.now())
  }
}

/** Does one thing and gives the observation of it. */
async function obey(directive, host) {
  switch (directive.kind) {
    case 'append': {
      return host.append(directive.runId, directive.line, directive.head)
    }

    case 'ask': {
      return host.ask(directive.question, directive.expect)
    }

    case 'perform': {
      return host.perform(directive.effect, directive.runId)
    }

    case 'show': {
      host.show(directive.event)
      return {kind: 'done'}
    }

    case 'together': {
      return {answers: await Promise.all(directive.effects.map(effect => host.perform(effect, directive.runId))), kind: 'together'}
    }

    case 'wait': {
      await host.sleep(directive.until, directive.note)
      return {kind: 'done'}
    }

    default: {
      throw new Error(`A directive of a version that this loop does not know: ${directive.kind}`)
    }
  }
}
