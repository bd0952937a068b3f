/** Generated from the core's catalog by `npm run golden`. Do not edit. */

/** Exit codes and what they mean. */
export const EXIT_CODES = [
  {
    "code": 0,
    "meaning": "done, nothing to do, planned, or a condition holds"
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
    "meaning": "blocked or could not be judged, nothing was changed"
  },
  {
    "code": 11,
    "meaning": "paused and resumable, or Connect not healthy yet; no app is stopped"
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
    "code": 16,
    "meaning": "connect:config:diff: the configurations differ"
  },
  {
    "code": 17,
    "meaning": "connect:check, connect:wait: the condition does not hold"
  },
  {
    "code": 18,
    "meaning": "connect:wait: the condition did not come true before the deadline"
  },
  {
    "code": 19,
    "meaning": "connect:runs:begin, connect:runs:step: there is nothing to do for the caller"
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
  "paused": 11,
  "unexpected": 1,
  "usage": 2
} as const

/** Names that the shell looks for or types. */
export const SHELL_NAMES = {
  "notices": "status/notices",
  "officialPlugin": "@heroku-cli/heroku-connect-plugin"
} as const

/** From which verdict on the doctor fails, as it is typed. */
export const FAIL_ON = [
  "block",
  "warn",
  "unknown",
  "never"
] as const

/** Conditions that can be checked and waited for, by name. */
export const CONDITIONS = [
  {
    "flags": [],
    "name": "at-rest",
    "sentence": "no mapping is loading or polling: Connect can be paused without a mapping that keeps writing"
  },
  {
    "flags": [],
    "name": "paused",
    "sentence": "every connection is PAUSED, which alone does not prove that nothing is in flight"
  },
  {
    "flags": [],
    "name": "quiesced",
    "sentence": "Connect is quiet on three looks: PAUSED, every mapping at rest, no change in flight"
  },
  {
    "flags": [],
    "name": "drained",
    "sentence": "Connect runs and has sent everything that was captured, seen for a whole cycle of two minutes"
  },
  {
    "flags": [],
    "name": "resumed",
    "sentence": "Connect runs, and on this database"
  },
  {
    "flags": [
      {
        "flag": "--since",
        "needed": "forCheck"
      }
    ],
    "name": "healthy",
    "sentence": "Connect runs, no mapping is broken, and every mapping has polled Salesforce since"
  },
  {
    "flags": [
      {
        "flag": "--follower",
        "needed": "never"
      }
    ],
    "name": "follower-near",
    "sentence": "the follower is less than 1000 commits or no more than a minute behind"
  },
  {
    "flags": [
      {
        "flag": "--follower",
        "needed": "never"
      },
      {
        "flag": "--since",
        "needed": "never"
      }
    ],
    "name": "follower-caught-up",
    "sentence": "the follower has replayed the database up to --since, or up to now"
  },
  {
    "flags": [],
    "name": "dynos-stopped",
    "sentence": "no app that uses the database runs a dyno"
  },
  {
    "flags": [],
    "name": "position-noted",
    "sentence": "how far the database is could be read; with --json it is printed for a later --since"
  },
  {
    "flags": [
      {
        "flag": "--since",
        "needed": "always"
      },
      {
        "flag": "--own-changes",
        "needed": "never"
      }
    ],
    "name": "unwritten-since",
    "sentence": "nobody has written to the database since an earlier position-noted"
  },
  {
    "flags": [],
    "name": "read-only",
    "sentence": "new sessions of the database refuse to write"
  },
  {
    "flags": [],
    "name": "writable",
    "sentence": "new sessions of the database accept writes by default"
  },
  {
    "flags": [],
    "name": "leads",
    "sentence": "the database follows nobody"
  },
  {
    "flags": [
      {
        "flag": "--version",
        "needed": "always"
      }
    ],
    "name": "upgraded",
    "sentence": "the database runs this Postgres version and leads, by the service and by its server"
  },
  {
    "flags": [
      {
        "flag": "--plan",
        "needed": "always"
      }
    ],
    "name": "on-plan",
    "sentence": "the database is on this plan, by the add-on and by the service, which is at rest"
  },
  {
    "flags": [
      {
        "flag": "--as",
        "needed": "never"
      }
    ],
    "name": "promoted",
    "sentence": "the current release of the app holds the database under the name DATABASE, or the one of --as"
  }
] as const

/** Forms in which a plan is written, as they are typed. */
export const PLAN_FORMATS = [
  "json",
  "markdown",
  "shell",
  "html"
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
  "copy",
  "recreate"
] as const
