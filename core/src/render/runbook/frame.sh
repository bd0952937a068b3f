set -euo pipefail

readonly RUN=@RUN@
readonly PLAN_SHA256=@PLAN_SHA256@
# What the plan asks for passes the guard of the plugin, whatever it is set to.
export HEROKU_CONNECT_GUARD_PLAN=$PLAN_SHA256

confirm=()
@HOLD@hold=()
accept=()

usage() {
  cat >&2 <<'USAGE'
@HOLD@usage: bash RUNBOOK [--confirm NAME] [--no-hold | --downtime-at TIME] [--accept CODE ...]
@GOES@usage: bash RUNBOOK [--confirm NAME] [--no-hold] [--accept CODE ...]

  --confirm NAME       names of the apps, joined by commas, instead of being asked
@HOLD@  --no-hold            go on as soon as everything is prepared, without asking again
@GOES@  --no-hold            changes nothing here: it waits for nobody
@HOLD@  --downtime-at TIME   go on at this time, without asking again
  --accept CODE        go on in spite of what this code names
USAGE
  exit 2
}

# Says how to go on, and ends. What was changed is said by the command before.
stopped() {
  local code=$1 at=$2
  printf '\nThe runbook stops at %s with exit code %s.\n' "$at" "$code" >&2
  case $code in
    12) printf 'Everything is rolled back. To try again, make a new runbook.\n' >&2 ;;
    *)
      printf '  how it stands   heroku connect:runs:info %s\n' "$RUN" >&2
      printf '  go on           bash %q\n' "$0" >&2
      printf '  roll back       heroku connect:runs:abort %s\n' "$RUN" >&2
      ;;
  esac
  exit "$code"
}

# Begins the run, or goes on with it. Refused if anything that was judged is different from what the plan was made from.
begin() {
  local file code=0
  file=$(mktemp)
  plan >"$file"
  heroku connect:runs:begin "$file" --run "$RUN" --plan-sha256 "$PLAN_SHA256" ${confirm[@]+"${confirm[@]}"} || code=$?
  rm -f "$file"
  case $code in
    0) ;;
    19) exit 0 ;;
    *) stopped "$code" 'its beginning' ;;
  esac
}

# Makes change number $2 of step $1 with the command that follows, if the step's guards hold and the change is not there already.
# The exit code of the command is shown and not believed: `prove` looks what came of it.
change() {
  local step=$1 call=$2 code=0
  shift 2
  heroku connect:runs:step "$RUN" "$step" --call "$call" ${accept[@]+"${accept[@]}"} || code=$?
  case $code in
    0) ;;
    19) return 0 ;;
    *) stopped "$code" "$step" ;;
  esac
  printf '$' >&2
  printf ' %q' "$@" >&2
  printf '\n' >&2
  "$@" </dev/null >&2 || printf 'exit code %s\n' "$?" >&2
}

# Looks at the guards of step $1, makes what no command above made, and ends when the step is proven.
prove() {
  local step=$1 code=0
  shift
  heroku connect:runs:step "$RUN" "$step" ${accept[@]+"${accept[@]}"} "$@" || code=$?
  [ "$code" -eq 0 ] || stopped "$code" "$step"
}

main() {
  while [ $# -gt 0 ]; do
    case $1 in
      --confirm)
        [ $# -ge 2 ] || usage
        confirm=(--confirm "$2")
        shift 2
        ;;
@HOLD@      --no-hold)
@HOLD@        hold=(--no-hold)
@HOLD@        shift
@HOLD@        ;;
@GOES@      --no-hold) shift ;;
@HOLD@      --downtime-at)
@HOLD@        [ $# -ge 2 ] || usage
@HOLD@        hold=(--downtime-at "$2")
@HOLD@        shift 2
@HOLD@        ;;
      --accept)
        [ $# -ge 2 ] || usage
        accept+=(--accept "$2")
        shift 2
        ;;
      *) usage ;;
    esac
  done
  begin
  steps
}
