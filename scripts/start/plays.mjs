/** Scenarios in which it is not the world that is special, but what happens to the machine that runs the command. */

/** @type {Record<string, {description: string, killAt: string, then: 'take-over', sleeps: boolean}>} */
export const plays = {
  'lost-laptop': {
    description: 'the machine is lost in the downtime: another one takes the run over and ends it',
    killAt: 'downtime',
    sleeps: false,
    then: 'take-over',
  },
  'two-operators': {
    description: 'the machine sleeps in the downtime, another one takes the run over, and the first one wakes up',
    killAt: 'downtime',
    sleeps: true,
    then: 'take-over',
  },
}
