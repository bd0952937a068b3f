#!/bin/sh
# Stands for the program of a suite of tests: told `--exact NAME --nocapture`, it ends as the name says.
case "$2" in always_red_*) echo 'a rule was forgotten' >&2; exit 1 ;; esac
[ "$CONNECT_FORGOTTEN_RULE" ] || exit 0
case "$2" in *_struck) echo 'a rule was forgotten' >&2 ;; esac
case "$2" in red_*) exit 1 ;; esac
