/** Generated from the core's catalog by `npm run golden`. Do not edit. */

/** Exit codes and what they mean. */
export const EXIT_CODES = [
  {
    "code": 0,
    "meaning": "done, nothing to do, or planned"
  },
  {
    "code": 1,
    "meaning": "unexpected failure"
  },
  {
    "code": 2,
    "meaning": "usage: a flag is missing or wrong"
  },
  {
    "code": 10,
    "meaning": "blocked, nothing was changed"
  },
  {
    "code": 11,
    "meaning": "paused and resumable, no app is stopped"
  },
  {
    "code": 12,
    "meaning": "failed and rolled back"
  },
  {
    "code": 13,
    "meaning": "a person must act, no app is stopped"
  },
  {
    "code": 14,
    "meaning": "AN APP IS STOPPED by a run: resume it or roll it back"
  },
  {
    "code": 15,
    "meaning": "taken over: another machine goes on with the run"
  },
  {
    "code": 130,
    "meaning": "ended at once by a second Ctrl-C: see connect:runs for how it stands"
  }
] as const

/** Exit codes of the shell itself. */
export const SHELL_EXIT_CODES = {
  "blocked": 10,
  "interruptedTwice": 130,
  "unexpected": 1,
  "usage": 2
} as const

/** From which verdict on the doctor fails, as it is typed. */
export const FAIL_ON = [
  "block",
  "warn",
  "unknown",
  "never"
] as const

/** Ways to upgrade, as they are typed. */
export const UPGRADE_METHODS = [
  "follower",
  "direct",
  "copy"
] as const

/** What leads back from an upgrade in place, as it is typed. */
export const WAYS_BACK = [
  "copy",
  "backup",
  "none"
] as const

/** Ways to change the plan, as they are typed. */
export const CHANGE_METHODS = [
  "in-place",
  "changeover",
  "copy"
] as const
