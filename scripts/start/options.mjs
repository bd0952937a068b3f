/** Command line of `npm start`. */
import {parseArgs} from 'node:util'
import {Problem} from '../lib/problem.mjs'
import {seededBugs} from '../lib/seeded.mjs'
import {plays} from './plays.mjs'
import {stories} from './stories.mjs'
import {carriesOut} from './story.mjs'

/** Zones in which `--kill-at` can strike. */
export const zones = ['prepare', 'downtime', 'cut-over', 'settle']

/** What can follow a kill. */
const ways = ['resume', 'abort', 'take-over']

/** The main scenario. */
const main = 'upgrade-follower'

/** Help text. */
export const usage = `npm start                                        the main scenario, end to end
npm start -- --list                              scenarios and faults
npm start -- --scenario NAME                     another scenario
npm start -- --fault NAME                        with a fault (may be repeated)
npm start -- --kill-at ZONE [--then abort]       kill -9 in a zone (${zones.join(', ')}), then resume (or abort,
                                                 or take-over: another machine takes the run over and resumes it)
npm start -- --kill-step ID                      the same in a step of the plan
npm start -- --steps                             prints the ids of the steps, and changes nothing
npm start -- --bug NAME [--fault NAME]           a test build with a seeded bug of tests/model/seeded-bugs.json: the ledger must find it
npm start -- --runbook                           by the shell runbook of the plan; with --kill-at or --kill-step it is started again;
                                                 in a scenario of several commands, of each plan that is carried out
npm start -- --packaged                          the tarball of npm run package, installed, instead of the linked work tree
             --version N  --method NAME          passed on to the command
             --seed N                            seed of the sandbox
             --keep                              leave the sandbox's files`

/**
 * @param {string[]} args
 * @returns {{scenario: string, bug?: string, faults: string[], killAt?: string, killStep?: string, steps: boolean, then: 'resume' | 'abort' | 'take-over', sleeps: boolean, version: string, method?: string, seed?: number, keep: boolean, packaged: boolean, runbook: boolean, list: boolean, help: boolean}}
 */
export function readOptions(args) {
  const {values} = read(args)
  const bugs = seededBugs().map(({name}) => name)
  if (values.bug !== undefined && !bugs.includes(values.bug)) throw new Problem(`--bug takes one of ${bugs.join(', ')}, not ${values.bug}.`)

  const {fault, 'kill-at': killAt, 'kill-step': killStep, seed, then, ...rest} = values
  if (killAt !== undefined && !zones.includes(killAt)) throw new Problem(`--kill-at takes one of ${zones.join(', ')}, not ${killAt}.`)
  if (killAt !== undefined && killStep !== undefined) throw new Problem('--kill-at and --kill-step are two places; give one of them.')
  if (!ways.includes(then)) throw new Problem(`--then takes one of ${ways.join(', ')}, not ${then}.`)
  if (values.runbook && then !== 'resume') throw new Problem('A runbook is started again; --then says something else.')
  if (seed !== undefined && !/^\d+$/.test(seed)) throw new Problem(`--seed takes a number, not ${seed}.`)
  const typed = {...rest, faults: fault, killAt, killStep, seed: seed === undefined ? undefined : Number(seed), sleeps: false, then}
  if (stories[rest.scenario]) return storyOptions(typed)
  const play = plays[rest.scenario]
  return play ? {...typed, killAt: play.killAt, scenario: main, sleeps: play.sleeps, then: play.then} : typed
}

/** A scenario of several commands, played in the main world if it names no other. */
function storyOptions({scenario, ...typed}) {
  if (typed.bug || typed.steps) throw new Problem('A scenario of several commands has no plan of its own, and no seeded bug.')
  if (typed.killAt) throw new Problem('A scenario of several commands is killed in a step: --kill-step.')
  if (typed.killStep && !typed.runbook) throw new Problem('A scenario of several commands is killed with --runbook only.')
  if (typed.runbook && !stories[scenario].acts.some(act => carriesOut(act))) throw new Problem('No plan is carried out in this scenario.')
  return {...typed, scenario: stories[scenario].world ?? main, story: stories[scenario]}
}

function read(args) {
  try {
    return parseArgs({
      args,
      options: {
        bug: {type: 'string'},
        fault: {default: [], multiple: true, type: 'string'},
        help: {default: false, short: 'h', type: 'boolean'},
        keep: {default: false, type: 'boolean'},
        'kill-at': {type: 'string'},
        'kill-step': {type: 'string'},
        list: {default: false, type: 'boolean'},
        method: {type: 'string'},
        packaged: {default: false, type: 'boolean'},
        runbook: {default: false, type: 'boolean'},
        scenario: {default: main, type: 'string'},
        seed: {type: 'string'},
        steps: {default: false, type: 'boolean'},
        then: {default: 'resume', type: 'string'},
        version: {default: '17', type: 'string'},
      },
    })
  } catch (error) {
    throw new Problem(`${error.message}\n\n${usage}`, {cause: error})
  }
}
