/** The two scenarios in which a run is killed in every zone on real servers; what is typed in them, and the version that is reached. */
import {scenarioOf} from '../../../scripts/scenarios.mjs'
import {commandOf} from '../../../scripts/start/commands.mjs'
import {names} from './box.mjs'

const common = ['--app', names.app, '--confirm', names.app, '--no-hold', '--wait-interval', '1']

export const worlds = ['upgrade-follower', 'changeover'].map(name => {
  const {args, version = '15'} = commandOf(name, {version: '17'})
  return {command: [...args, ...common], name, scenario: scenarioOf(name).scenario, version}
})
