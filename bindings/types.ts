// Generated from the core by `cargo test -p connect-core --features types`. Do not edit.

export type Style = "plain" | "heading" | "success" | "warning" | "failure" | "info" | "app" | "addon" | "command" | "faint" | "label";

export type Span = { 
/**
 * Style.
 */
style: Style, 
/**
 * Text that is safe for a terminal: see [`printable`].
 */
text: string, };

export type Line = Array<Span>;

export type Api = "platform" | "data" | "connectDiscovery" | "connectRegion" | "status" | "metrics";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export type Request = { 
/**
 * Target service.
 */
api: Api, 
/**
 * Absolute base URL, only for [`Api::ConnectRegion`]; otherwise `None`.
 */
base: string | null, 
/**
 * Method.
 */
method: Method, 
/**
 * Encoded path with query.
 */
path: string, 
/**
 * Lower-case header names.
 */
headers: { [key in string]: string }, 
/**
 * JSON body.
 */
body: unknown, };

export type Form = "plain" | "count" | "url";

export type Reading = { 
/**
 * For example `/addon/name`; the empty string is the whole body.
 */
pointer: string, 
/**
 * How it comes back.
 */
as: Form, };

export type HttpEffect = { 
/**
 * The request, complete but for authentication.
 */
request: Request, 
/**
 * True if the request can change something: it is then sent at most once.
 */
mutates: boolean, 
/**
 * What the answer may tell.
 */
reads: Array<Reading>, 
/**
 * Deadline of the whole exchange, milliseconds.
 */
timeoutMs: number, };

export type SqlEffect = { 
/**
 * App whose config var holds the URL.
 */
app: string, 
/**
 * Config var whose value is the URL, for example `DATABASE_URL`.
 */
configVar: string, 
/**
 * Fingerprint the URL must have, if it is known: a URL that changed is refused, not followed.
 */
expect: string | null, 
/**
 * Name of the query, for example `position`.
 */
query: string, 
/**
 * Connect schema baked into the statements; several are joined by commas.
 */
schema: string, 
/**
 * Statements, sent one by one on one fresh session; the last one's first row is the answer. `$1` is `parameter`.
 */
statements: Array<string>, 
/**
 * The one text parameter of the last statement, if it takes one.
 */
parameter: string | null, 
/**
 * True if it changes something.
 */
mutates: boolean, 
/**
 * Deadline of the whole exchange, milliseconds.
 */
timeoutMs: number, };

export type FileEffect = { 
/**
 * A bare name inside the run's folder, or a path given by the operator.
 */
name: string, 
/**
 * True if `name` is a path given by the operator.
 */
operatorPath: boolean, 
/**
 * Text.
 */
text: string, };

export type Effect = { "kind": "http" } & HttpEffect | { "kind": "sql" } & SqlEffect | { "kind": "file" } & FileEffect;

export type Observation = { "kind": "http", 
/**
 * HTTP status.
 */
status: number, 
/**
 * Redacted body, `null` if there was none.
 */
body: unknown, 
/**
 * `id` of a JSON error body, if it looks like an identifier.
 */
errorId: string | null, 
/**
 * True if the error body was JSON with a message (both kinds of 404 exist).
 */
hasMessage: boolean, } | { "kind": "sql", 
/**
 * Row.
 */
row: unknown, } | { "kind": "sqlFailed", 
/**
 * SQLSTATE.
 */
code: string, } | { "kind": "done" } | { "kind": "answered", 
/**
 * Text.
 */
text: string, } | { "kind": "unknown", 
/**
 * Stable word: `reset`, `timeout`, `body`, `redirect`.
 */
reason: string, } | { "kind": "unreachable", 
/**
 * Stable word: `refused`, `notFound`, `noConfigVar`, `urlChanged`, `login`, `disk`, `tls`.
 */
reason: string, } | { "kind": "interrupted" };

export type Stream = "out" | "err";

export type StageState = "started" | "waiting" | "done" | "deferred" | "failed" | "undone";

export type Ending = "done" | "nothingToDo" | "planned" | "blocked" | "paused" | "undone" | "operator" | "usage" | "unexpected";

export type Event = { "kind": "lines", 
/**
 * Where they go.
 */
stream: Stream, 
/**
 * The lines.
 */
lines: Array<Line>, } | { "kind": "json", 
/**
 * The value.
 */
value: unknown, } | { "kind": "stage", 
/**
 * Zone of the step.
 */
zone: string, 
/**
 * Id of the step.
 */
step: string, 
/**
 * Title of the step.
 */
title: string, 
/**
 * New state.
 */
state: StageState, 
/**
 * What is waited for, or why it failed.
 */
detail: string | null, 
/**
 * Milliseconds since writers were stopped, while they are.
 */
windowMs: number | null, 
/**
 * The same as a line for people.
 */
line: Line, };

export type Directive = { "kind": "append", 
/**
 * Id of this directive.
 */
id: number, 
/**
 * Run whose journal it is.
 */
runId: string, 
/**
 * The line, without its newline.
 */
line: string, 
/**
 * Hash of the line's record: the new head, kept in the lock file.
 */
head: string, } | { "kind": "perform", 
/**
 * Id of this directive.
 */
id: number, 
/**
 * Run it belongs to, `null` before there is one.
 */
runId: string | null, 
/**
 * What to do.
 */
effect: Effect, } | { "kind": "wait", 
/**
 * Id of this directive.
 */
id: number, 
/**
 * Moment to wake at.
 */
until: number, 
/**
 * What is waited for, for a live line.
 */
note: Line | null, } | { "kind": "ask", 
/**
 * Id of this directive.
 */
id: number, 
/**
 * The question.
 */
question: Array<Line>, 
/**
 * The words that mean yes, when a name must be typed.
 */
expect: string | null, } | { "kind": "show", 
/**
 * Id of this directive.
 */
id: number, 
/**
 * What to show.
 */
event: Event, } | { "kind": "done", 
/**
 * Process exit code, see [`Ending::exit_code`].
 */
exitCode: number, 
/**
 * How it ended.
 */
ending: Ending, };

export type UpgradeDb = { 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * Target Postgres major, as typed.
 */
version: string | null, 
/**
 * `follower`, `direct` or `copy`.
 */
method: string | null, 
/**
 * An existing follower to use.
 */
follower: string | null, 
/**
 * App name typed as confirmation; several are joined by commas.
 */
confirm: string | null, 
/**
 * Stop after the plan.
 */
planOnly: boolean, 
/**
 * Write the plan to this file.
 */
out: string | null, 
/**
 * `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
 */
hold: boolean | null, 
/**
 * Open the window at this moment.
 */
windowAt: number | null, 
/**
 * Never open the window after this moment.
 */
windowLatest: number | null, 
/**
 * Longest time for which writers may be stopped before the cut-over is given up, milliseconds.
 */
windowDeadlineMs: number | null, 
/**
 * Interval between reads outside the window, milliseconds.
 */
waitIntervalMs: number | null, 
/**
 * Codes of warnings that the operator accepts.
 */
accept: Array<string>, };

export type Command = { "kind": "upgradeDb" } & UpgradeDb | { "kind": "runs", 
/**
 * Only runs that touch this app.
 */
app: string | null, } | { "kind": "info", 
/**
 * Run id.
 */
run: string, } | { "kind": "resume", 
/**
 * Run id.
 */
run: string, 
/**
 * `false`: open the window without asking.
 */
hold: boolean | null, 
/**
 * Open the window at this moment.
 */
windowAt: number | null, } | { "kind": "abort", 
/**
 * Run id.
 */
run: string, 
/**
 * App name typed as confirmation.
 */
confirm: string | null, } | { "kind": "finish", 
/**
 * Run id.
 */
run: string, 
/**
 * Name of the old database typed as confirmation.
 */
confirm: string | null, };

export type StoredRun = { 
/**
 * Run id, the folder's name.
 */
runId: string, 
/**
 * The whole journal file.
 */
journal: string, 
/**
 * Head noted in the lock file.
 */
head: string | null, 
/**
 * True if a living process holds the run's lock.
 */
open: boolean, };

export type Context = { 
/**
 * Fresh id for a run, should one begin: a letter and seven base-32 characters.
 */
runId: string, 
/**
 * True if a person can be asked.
 */
interactive: boolean, 
/**
 * True if output is for machines.
 */
json: boolean, 
/**
 * `user@host`, shown to a second operator.
 */
holder: string, 
/**
 * Columns of the terminal.
 */
width: number, 
/**
 * Minutes to add to UTC to get the operator's time.
 */
offsetMinutes: number, 
/**
 * The runs that this machine knows.
 */
runs: Array<StoredRun>, };

export type Versions = { core: string, plan: string, journal: string, snapshot: string, report: string };
