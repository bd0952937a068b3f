#!/usr/bin/env bash
# The maintenance manual's version upgrade with the commands of Heroku CLI 11.10, as a careful person would type it:
#   upgrade.sh APP VERSION
# Nothing is proven on the way and nothing is taken back when a command fails.
set -euo pipefail
# The commands alone: the plugin's guard looks before some of them.
export HEROKU_CONNECT_GUARD=off
app=$1
version=$2
here=$(cd "$(dirname "$0")" && pwd)
follower=postgresql-by-hand-1

connect() { node "$here/connect.mjs" "$@"; }
behind() { heroku pg:info "$follower" --app "$app" | sed -n 's/^Behind By: *//p'; }

# While the app writes: a follower that is mostly caught up.
heroku addons:create heroku-postgresql:standard-0 --app "$app" --name "$follower" -- --follow DATABASE_URL
heroku addons:wait "$follower" --app "$app"
formation=$(heroku ps:scale --app "$app")

# Connect and every writer stop.
connect pause "$app"
until [ "$(connect state "$app")" = PAUSED ]; do sleep 1; done
heroku maintenance:on --app "$app"
heroku ps:scale web=0 worker=0 --app "$app"

# The follower catches up, is upgraded and becomes the lead.
until [[ "$(behind)" =~ ^0\  ]]; do sleep 1; done
heroku pg:upgrade:run "$follower" --version "$version" --confirm "$app" --app "$app"
heroku pg:upgrade:wait "$follower" --app "$app"
heroku pg:promote "$follower" --app "$app"

# Everything starts again.
connect resume "$app"
# shellcheck disable=SC2086 -- one word per process type
heroku ps:scale $formation --app "$app"
heroku maintenance:off --app "$app"
