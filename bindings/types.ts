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

export type Url = { 
/**
 * Host.
 */
host: string, 
/**
 * Port.
 */
port: number, 
/**
 * Database name.
 */
database: string, 
/**
 * Keyed fingerprint of the whole URL.
 */
fingerprint: string, };

export type Server = { 
/**
 * `server_version_num`.
 */
versionNum: number, 
/**
 * True on a standby.
 */
inRecovery: boolean, 
/**
 * True if new sessions refuse writes.
 */
defaultReadOnly: boolean, 
/**
 * Tables with rows but without planner statistics.
 */
withoutStatistics: number | null, };

export type Database = { 
/**
 * Add-on id.
 */
id: string, 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * `service:plan`.
 */
plan: string, 
/**
 * Price in US cents a month.
 */
priceCents: number | null, 
/**
 * Postgres major.
 */
major: number | null, 
/**
 * Version as shown.
 */
version: string | null, 
/**
 * Where it is.
 */
url: Url | null, 
/**
 * True if it follows another database.
 */
follows: boolean, 
/**
 * Number of its followers, as shown.
 */
followers: number, 
/**
 * Size in bytes.
 */
bytes: number | null, 
/**
 * True if Heroku says that it is busy.
 */
waiting: boolean | null, 
/**
 * Whether it can be forked or followed, as shown.
 */
forkFollow: string | null, 
/**
 * State of its data maintenance, `none` if there is none.
 */
maintenance: string | null, 
/**
 * When that maintenance is scheduled, as shown.
 */
maintenanceAt: string | null, 
/**
 * True if an upgrade was prepared, by its maintenance method.
 */
upgradeScheduled: boolean, 
/**
 * What SQL says; `None` where it cannot be reached.
 */
server: Server | null, };

export type Attachment = { 
/**
 * App.
 */
app: string, 
/**
 * Name; its config var is `NAME_URL`.
 */
name: string, 
/**
 * Credential or pool, `null` for the default.
 */
namespace: string | null, };

export type Process = { 
/**
 * Type.
 */
type: string, 
/**
 * Quantity.
 */
quantity: number, 
/**
 * Dyno size.
 */
size: string | null, };

export type App = { 
/**
 * Id.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * Maintenance mode.
 */
maintenance: boolean, 
/**
 * Private Space, if any.
 */
space: string | null, 
/**
 * `cedar` or `fir`.
 */
generation: string, 
/**
 * Formation.
 */
formation: Array<Process>, 
/**
 * Dynos that no formation holds, by type.
 */
oneOffs: Array<string>, 
/**
 * Current release.
 */
release: number, 
/**
 * Status of the newest release.
 */
releaseStatus: string, 
/**
 * True if the app has a release phase.
 */
releasePhase: boolean, 
/**
 * True if old web dynos stay for minutes after a release.
 */
preboot: boolean, 
/**
 * Active native autoscaler of web dynos, by monitor id.
 */
autoscaler: string | null, 
/**
 * Third-party services of the app.
 */
services: Array<string>, 
/**
 * Config vars that resolve to the database, by name.
 */
configVars: Array<string>, };

export type Mapping = { 
/**
 * Salesforce object.
 */
object: string, 
/**
 * State.
 */
state: string, 
/**
 * `read_only` or `read_write`.
 */
access: string, 
/**
 * Accelerated polling.
 */
streaming: boolean, 
/**
 * Unique identifier, if set.
 */
upsertField: string | null, 
/**
 * Time of the last poll of Salesforce, as shown.
 */
sfPoll: string | null, };

export type Log = { 
/**
 * Captured, not picked up.
 */
new: number, 
/**
 * In flight to Salesforce.
 */
pending: number, 
/**
 * Refused by Salesforce.
 */
failed: number, 
/**
 * Age of the oldest PENDING row in seconds.
 */
oldestPendingSeconds: number, };

export type Objects = { 
/**
 * Salesforce org id noted in the schema, first 15 characters.
 */
orgId: string | null, 
/**
 * Mapped tables.
 */
tables: Array<string>, 
/**
 * Disabled triggers.
 */
disabledTriggers: number, 
/**
 * True if hstore and the helper function are there.
 */
helpers: boolean, 
/**
 * Role or database settings that break capture.
 */
overrides: number, };

export type Connection = { 
/**
 * Connection id.
 */
id: string, 
/**
 * Add-on name.
 */
resource: string, 
/**
 * App.
 */
app: string, 
/**
 * Base URL of its region.
 */
region: string, 
/**
 * Config var that names its database.
 */
dbKey: string, 
/**
 * Schema.
 */
schema: string, 
/**
 * State.
 */
state: string, 
/**
 * True if Connect's own `database` is this database.
 */
onDatabase: boolean, 
/**
 * Mappings.
 */
mappings: Array<Mapping>, 
/**
 * Trigger log, over SQL.
 */
log: Log | null, 
/**
 * Connect's objects, over SQL.
 */
objects: Objects | null, };

export type LockRow = { 
/**
 * Run id.
 */
runId: string, 
/**
 * `user@host`.
 */
holder: string, 
/**
 * When it was taken.
 */
since: string, 
/**
 * Zone of the run.
 */
zone: string, };

export type Notice = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * True for an incident in force.
 */
incident: boolean, };

export type Snapshot = { 
/**
 * `major.minor`.
 */
formatVersion: string, 
/**
 * When it was taken.
 */
takenAt: number, 
/**
 * App that the operator named.
 */
app: string, 
/**
 * The database add-on: the unit of a run.
 */
database: Database, 
/**
 * Every attachment of that add-on, in every app.
 */
attachments: Array<Attachment>, 
/**
 * Every app with an attachment of it, the named one first.
 */
apps: Array<App>, 
/**
 * Apps with an attachment of it that this login cannot read.
 */
outOfReach: Array<string>, 
/**
 * Every connection whose `db_key` resolves to it.
 */
connections: Array<Connection>, 
/**
 * Add-ons of the Connect service without a visible connection.
 */
hiddenConnections: Array<string>, 
/**
 * The lock row found in the database, if any.
 */
lock: LockRow | null, 
/**
 * Announcements and incidents on the status site.
 */
notices: Array<Notice>, };

export type Severity = "pass" | "note" | "warn" | "block";

export type Diagnostic = { 
/**
 * `area/kebab-case`, for example `app/fir`: stable, so that a program may rely on it.
 */
code: string, 
/**
 * Severity.
 */
severity: Severity, 
/**
 * What is the case.
 */
message: string, 
/**
 * What to do next, a command where there is one.
 */
help: string | null, };

export type Zone = "prepare" | "window" | "cutOver" | "settle";

export type Pace = "tight" | "brisk" | "slow";

export type OnFailure = "undo" | "goOn";

export type Special = "hold" | "undoCard";

export type Call = { 
/**
 * `name@version` of an op.
 */
op: string, 
/**
 * Its arguments; texts starting with `$` are bindings.
 */
args: unknown, };

export type Check = { 
/**
 * `name@version` of a condition.
 */
condition: string, 
/**
 * Its arguments; texts starting with `$` are bindings.
 */
args: unknown, 
/**
 * How often it is read.
 */
pace: Pace, 
/**
 * How long it may take, milliseconds.
 */
deadlineMs: number, 
/**
 * How many times in a row it must hold.
 */
times: number, 
/**
 * Diagnostic code if it does not come true in time.
 */
code: string, };

export type Step = { 
/**
 * Stable within the plan.
 */
id: string, 
/**
 * Zone.
 */
zone: Zone, 
/**
 * What is done, in a few words.
 */
title: string, 
/**
 * Why.
 */
why: string, 
/**
 * Something other than calls and checks.
 */
special: Special | null, 
/**
 * Must hold immediately before the calls are issued, also after a resume.
 */
guards: Array<Check>, 
/**
 * Changes, issued back to back.
 */
calls: Array<Call>, 
/**
 * What proves that they are done.
 */
until: Array<Check>, 
/**
 * Changes that take this step back.
 */
undo: Array<Call>, 
/**
 * Must hold before taking back goes on from call number `undo_guards_at`; otherwise a person decides.
 */
undoGuards: Array<Check>, 
/**
 * See `undo_guards`.
 */
undoGuardsAt: number, 
/**
 * What proves that they are taken back, beyond each op's own probe.
 */
undoUntil: Array<Check>, 
/**
 * What to do when it cannot be done.
 */
onFailure: OnFailure, 
/**
 * Changes made before going on, with [`OnFailure::GoOn`].
 */
fallback: Array<Call>, 
/**
 * How many times the whole step may be tried: take back, then try again.
 */
tries: number, };

export type PlanMethod = { 
/**
 * `follower`, `direct` or `copy`.
 */
name: string, 
/**
 * True for the one that the steps carry out.
 */
chosen: boolean, 
/**
 * False if it cannot be used here; `why` says why.
 */
possible: boolean, 
/**
 * Why chosen, or why not.
 */
why: string, 
/**
 * Whole duration, minutes, from and to.
 */
minutes: [number, number], 
/**
 * Time in which writers are stopped, minutes, from and to.
 */
downtimeMinutes: [number, number], 
/**
 * Up to where it can be undone, in words.
 */
reversible: string, 
/**
 * What it costs, in words.
 */
cost: string, };

export type Budget = { 
/**
 * Platform API, of 4,500 an hour for the account.
 */
platform: number, 
/**
 * Data API.
 */
data: number, 
/**
 * Connect API.
 */
connect: number, 
/**
 * SQL sessions.
 */
sql: number, };

export type Old = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Price in US cents a month, if it was shown.
 */
priceCents: number | null, };

export type UpgradeRequest = { 
/**
 * App.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * Target major.
 */
version: number, 
/**
 * Method asked for; the follower method if absent.
 */
method: string | null, 
/**
 * Existing follower to use.
 */
follower: string | null, 
/**
 * Accepted codes.
 */
accept: Array<string>, 
/**
 * Longest window, milliseconds.
 */
windowDeadlineMs: number, 
/**
 * Interval between reads outside the window, milliseconds.
 */
waitIntervalMs: number, };

export type Plan = { 
/**
 * `major.minor`, see [`FORMAT_VERSION`].
 */
formatVersion: string, 
/**
 * Version of the plugin that made it.
 */
madeBy: string, 
/**
 * Procedure, for example `upgrade-db`.
 */
procedure: string, 
/**
 * Section of the maintenance manual that it makes executable.
 */
manual: string, 
/**
 * What was asked for.
 */
request: UpgradeRequest, 
/**
 * What it was made from, redacted.
 */
snapshot: Snapshot, 
/**
 * Findings about the app and the choice.
 */
prechecks: Array<Diagnostic>, 
/**
 * Every method considered, the chosen one first.
 */
methods: Array<PlanMethod>, 
/**
 * Apps whose names confirm it: every app that is touched.
 */
apps: Array<string>, 
/**
 * Steps in order.
 */
steps: Array<Step>, 
/**
 * Step after which traffic uses the new database.
 */
cutOver: string | null, 
/**
 * Step after which there is only forward.
 */
pointOfNoReturn: string | null, 
/**
 * Calls on the good path, waits not counted.
 */
budget: Budget, 
/**
 * What this plan does not look after.
 */
notCovered: Array<string>, 
/**
 * Longest time in the window before the run gives up and reopens on the old database, milliseconds.
 */
windowDeadlineMs: number, 
/**
 * Interval between reads outside the window, milliseconds.
 */
waitIntervalMs: number, 
/**
 * Names of what is created: `{run}` and `{RUN}` stand for the run id.
 */
names: { [key in string]: string }, 
/**
 * Facts the report and `connect:runs:finish` need.
 */
oldDatabase: Old, };

export type Evidence = { 
/**
 * What is proven.
 */
title: string, 
/**
 * What was read.
 */
value: string, };

export type Report = { 
/**
 * `major.minor`.
 */
formatVersion: string, 
/**
 * Run id.
 */
run: string, 
/**
 * Procedure.
 */
procedure: string, 
/**
 * Apps that were touched.
 */
apps: Array<string>, 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Diagnostic code, empty if it is done.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, 
/**
 * When it began.
 */
beganAt: number, 
/**
 * When it ended.
 */
endedAt: number, 
/**
 * How long writers were stopped, if they were and are not any more.
 */
windowMs: number | null, 
/**
 * True if writers are stopped now.
 */
windowOpen: boolean, 
/**
 * Zone that was reached.
 */
zone: Zone, 
/**
 * Steps done.
 */
done: Array<string>, 
/**
 * Steps taken back.
 */
undone: Array<string>, 
/**
 * Steps left over.
 */
left: Array<string>, 
/**
 * Proof.
 */
evidence: Array<Evidence>, 
/**
 * How often the run was resumed.
 */
resumed: number, 
/**
 * What is still to be done, commands to type.
 */
next: Array<string>, 
/**
 * What was not looked after.
 */
notCovered: Array<string>, };

export type Versions = { core: string, plan: string, journal: string, snapshot: string, report: string };
