/** Generated from the core's catalog by `npm run golden`. Do not edit. */

/** Exit codes and what they mean. */
export const EXIT_CODES = [
  {
    "code": 0,
    "meaning": "done, or nothing to do"
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
    "meaning": "blocked, nothing changed"
  },
  {
    "code": 11,
    "meaning": "paused, resumable"
  },
  {
    "code": 12,
    "meaning": "failed and undone"
  },
  {
    "code": 13,
    "meaning": "operator needed"
  }
] as const

/** Exit codes of the shell itself. */
export const SHELL_EXIT_CODES = {
  "blocked": 10,
  "interruptedTwice": 130,
  "unexpected": 1,
  "usage": 2
} as const

/** Ways to upgrade, as they are typed. */
export const UPGRADE_METHODS = [
  "follower",
  "direct",
  "copy"
] as const
