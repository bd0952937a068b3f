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

export type Form = "plain" | "count" | "url" | "holds" | "progress" | "fingerprint";

export type Reading = { 
/**
 * For example `/addon/name`; the empty string is the whole body.
 */
pointer: string, 
/**
 * How it comes back.
 */
as: Form, };

export type Secret = { 
/**
 * Key of the body that gets it.
 */
key: string, 
/**
 * App whose config var holds it.
 */
app: string, 
/**
 * Config var.
 */
configVar: string, 
/**
 * The request that reads the app's config vars.
 */
lookup: Request, 
/**
 * Fingerprint that it must have, if that is known.
 */
expect: string | null, };

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
 * App whose config vars are the answer: a shell may keep them for its own look-ups, and shows them to nobody.
 */
configOf: string | null, 
/**
 * Database URLs that the shell puts into the body.
 */
secrets?: Array<Secret>, 
/**
 * Where the answer holds an address that a person must open: the shell shows it to who is there, and keeps it nowhere.
 */
opens?: string, 
/**
 * Deadline of the whole exchange, milliseconds.
 */
timeoutMs: number, };

export type Salt = "kept" | "given";

export type Bastion = { "by": "service", 
/**
 * The request.
 */
request: Request, } | { "by": "configVars", 
/**
 * The one that holds the hosts, separated by commas.
 */
hosts: string, 
/**
 * The one that holds the key.
 */
key: string, };

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
 * The request that reads the app's config vars. Its answer stays in the shell: the core must never see it.
 */
lookup: Request, 
/**
 * Fingerprint the URL must have, if it is known: a URL that changed is refused, not followed.
 */
expect: string | null, 
/**
 * What the query goes through where the database has no public address.
 */
bastion?: Bastion, 
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
 * A session of this name instead, which is opened where there is none and stays open as long as the process lives and the server
 * lets it.
 */
session?: string, 
/**
 * The one text parameter of the last statement, if it takes one.
 */
parameter: string | null, 
/**
 * A bare file name: the rows of the last statement, a `COPY … TO STDOUT`, go into this file of the run's folder, readable by its
 * owner only, and nowhere else. The answer is `{rows, bytes, sha256}`; as such a statement takes no parameter, the one before does.
 */
into?: string, 
/**
 * Columns of the answer that hold an identity: their texts come back as keyed fingerprints.
 */
fingerprints: Array<string>, 
/**
 * What it has to do with the salt of the run, which no core ever sees.
 */
salt: Salt | null, 
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

export type UnknownReason = "reset" | "timeout" | "body" | "redirect";

export type UnreachableReason = "refused" | "notFound" | "noConfigVar" | "urlChanged" | "login" | "disk" | "tls" | "bastion";

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
 * Why nobody knows.
 */
reason: UnknownReason, } | { "kind": "unreachable", 
/**
 * Why not.
 */
reason: UnreachableReason, } | { "kind": "interrupted" } | { "kind": "together", 
/**
 * One answer for each.
 */
answers: Array<Observation>, };

export type Announcement = { 
/**
 * Id.
 */
id: string, 
/**
 * Title.
 */
title: string, 
/**
 * State, as shown: what is over stays `upcoming` for months.
 */
state: string | null, 
/**
 * True for an incident.
 */
incident: boolean, 
/**
 * True if it names Connect or the databases.
 */
concerns: boolean, };

export type Due = { 
/**
 * Add-on.
 */
database: string, 
/**
 * State, as shown.
 */
status: string, 
/**
 * What is done, as shown.
 */
method: string | null, 
/**
 * When, as shown.
 */
scheduledFor: string | null, };

export type Listener = { 
/**
 * Name of the add-on.
 */
resource: string, 
/**
 * State, as shown.
 */
state: string, 
/**
 * Mappings.
 */
mappings: Array<Interval>, 
/**
 * What nobody has acknowledged, the newest first; `null` if it could not be read. Texts stay outside.
 */
notifications: Array<ConnectNotification> | null, };

export type Interval = { 
/**
 * Salesforce object.
 */
object: string, 
/**
 * True if Salesforce pushes changes.
 */
streaming: boolean, 
/**
 * How often it polls Salesforce, seconds.
 */
pollingSeconds: number | null, };

export type ConnectNotification = { 
/**
 * Time, as shown.
 */
createdAt: string, 
/**
 * Id.
 */
id: string, 
/**
 * What kind of thing happened.
 */
eventType: string, };

export type Outlook = { 
/**
 * Name of the add-on.
 */
resource: string, 
/**
 * Captured changes that wait now; `null` if the trigger log could not be read.
 */
waiting: number | null, 
/**
 * Changes captured in an hour, by the newest thousand; `null` if that is not known.
 */
capturedAnHour: number | null, 
/**
 * Changes that 45 minutes will add; `null` if that is not known.
 */
expected: number | null, };

export type Acknowledged = { 
/**
 * Name of the add-on.
 */
resource: string, 
/**
 * How many were shown.
 */
shown: number, 
/**
 * Those of them that are listed still; `null` if nobody knows.
 */
left: Array<ConnectNotification> | null, 
/**
 * How many came in meanwhile, and stay.
 */
later: number, };

export type Away = { 
/**
 * From when, as far as it was said or seen.
 */
from: number | null, 
/**
 * When it answered again.
 */
until: number, };

export type OpenRun = { 
/**
 * Run id.
 */
run: string, 
/**
 * Apps are stopped by it.
 */
appStopped: boolean, 
/**
 * Id of the step before which it is best stopped, or until which it can be rolled back; `null` if there is only forward.
 */
latestStop: string | null, };

export type Maintenances = { 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * Acknowledge the notifications that are shown.
 */
acknowledge: boolean, 
/**
 * Wait until Connect answers, and prove that sync came back.
 */
wait: boolean, 
/**
 * When Connect went away, if somebody knows.
 */
since: number | null, };

export type Stream = "out" | "err";

export type StageState = "started" | "waiting" | "done" | "deferred" | "failed" | "unproven" | "undone";

export type Ending = "done" | "nothingToDo" | "planned" | "blocked" | "paused" | "undone" | "operator" | "takenOver" | "unmet" | "differs" | "overdue" | "notHealthyYet" | "usage" | "unexpected";

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
value: Output, } | { "kind": "text", 
/**
 * The text, without a newline at its end.
 */
text: string, } | { "kind": "working", 
/**
 * What is done.
 */
line: Line, } | { "kind": "stage", 
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
 * True for what only those want to see who want every detail: the run's own books, unless something is wrong there.
 */
quiet: boolean, 
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
downtimeMs: number | null, 
/**
 * The same as a line for people; how long writers have been stopped goes behind it, see `downtime_clock`.
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
effect: Effect, } | { "kind": "together", 
/**
 * Id of this directive.
 */
id: number, 
/**
 * Run they belong to, `null` before there is one.
 */
runId: string | null, 
/**
 * What to do. They do not depend on each other.
 */
effects: Array<Effect>, } | { "kind": "wait", 
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

export type GivenFile = { 
/**
 * As it was typed.
 */
name: string, 
/**
 * What is in it.
 */
text: string, };

export type Resume = { 
/**
 * Run id.
 */
run: string, 
/**
 * `false`: begin the downtime without asking.
 */
hold: boolean | null, 
/**
 * Begin the downtime at this moment.
 */
downtimeAt: number | null, 
/**
 * Never begin the downtime after this moment.
 */
downtimeBefore: number | null, 
/**
 * Longest time for which writers may be stopped before the cut-over is given up, milliseconds.
 */
maxDowntimeMs: number | null, 
/**
 * Codes of what was seen in spite of which taking back goes on.
 */
accept: Array<string>, };

export type Begin = { 
/**
 * The file of the plan.
 */
file: GivenFile, 
/**
 * Id of the run: it stands in the runbook's commands.
 */
run: string, 
/**
 * The sum of the plan that was approved, as typed.
 */
planSha256: string | null, 
/**
 * Names of the apps typed as confirmation, joined by commas.
 */
confirm: string | null, };

export type RunStep = { 
/**
 * Run id.
 */
run: string, 
/**
 * Step id.
 */
step: string, 
/**
 * A change of the step, by its index, that the caller makes: it is only announced, if the step's guards hold.
 */
call: number | null, 
/**
 * `false`: begin the downtime without asking, if the step is the one that asks.
 */
hold: boolean | null, 
/**
 * Begin the downtime at this moment, if the step is the one that asks.
 */
downtimeAt: number | null, 
/**
 * Codes of what was seen in spite of which the run goes on.
 */
accept: Array<string>, };

export type Stepped = "begun" | "done" | "make" | "notNeeded" | "other";

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
 * Plan of the follower that is made; that of the leader if absent.
 */
followerPlan: string | null, 
/**
 * Do not try a copy before the downtime.
 */
noTrialCopy: boolean, 
/**
 * Carry along what Connect has not sent.
 */
carryLog: boolean, 
/**
 * `copy`, `backup` or `none`.
 */
wayBack: string | null, 
/**
 * Use an upgrade that was prepared already.
 */
adopt: boolean, 
/**
 * Wait until the operator has read what came of a dry run.
 */
dryrun: boolean, 
/**
 * Stop the web dynos of apps in a space too.
 */
spaceWebZero: boolean, 
/**
 * App name typed as confirmation; several are joined by commas.
 */
confirm: string | null, 
/**
 * Stop after the plan.
 */
planOnly: boolean, 
/**
 * In which form the plan is written: `json`, `markdown`, `shell` or `html`, as typed; `json` if absent.
 */
format: string | null, 
/**
 * Write the plan to this file; `-` for standard output.
 */
out: string | null, 
/**
 * Plan from this snapshot, and ask no service.
 */
snapshot: GivenFile | null, 
/**
 * The sum of the plan that was approved, as typed.
 */
planSha256: string | null, 
/**
 * `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
 */
hold: boolean | null, 
/**
 * Begin the downtime at this moment.
 */
downtimeAt: number | null, 
/**
 * Never begin the downtime after this moment.
 */
downtimeBefore: number | null, 
/**
 * Longest time for which writers may be stopped before the cut-over is given up, milliseconds.
 */
maxDowntimeMs: number | null, 
/**
 * Interval between reads outside the window, milliseconds.
 */
waitIntervalMs: number | null, 
/**
 * What is done once the new database leads.
 */
aftercare: Aftercare, 
/**
 * Codes that are accepted.
 */
accept: Array<string>, };

export type ChangePlan = { 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * The wanted plan, as typed.
 */
plan: string, 
/**
 * `in-place`, `changeover` or `copy`.
 */
method: string | null, 
/**
 * An existing follower that takes over.
 */
follower: string | null, 
/**
 * What the wanted plan allows: `GB,CONNECTIONS`.
 */
planLimits: string | null, 
/**
 * Postgres major of a copy, as typed.
 */
version: string | null, 
/**
 * Do not try a copy before the downtime.
 */
noTrialCopy: boolean, 
/**
 * Carry along what Connect has not sent.
 */
carryLog: boolean, 
/**
 * Restart dynos if nobody is connected once the plan is changed.
 */
restartHung: boolean, 
/**
 * Stop the web dynos of apps in a space too.
 */
spaceWebZero: boolean, 
/**
 * App name typed as confirmation; several are joined by commas.
 */
confirm: string | null, 
/**
 * Stop after the plan.
 */
planOnly: boolean, 
/**
 * In which form the plan is written: `json`, `markdown`, `shell` or `html`, as typed; `json` if absent.
 */
format: string | null, 
/**
 * Write the plan to this file; `-` for standard output.
 */
out: string | null, 
/**
 * Plan from this snapshot, and ask no service.
 */
snapshot: GivenFile | null, 
/**
 * The sum of the plan that was approved, as typed.
 */
planSha256: string | null, 
/**
 * `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
 */
hold: boolean | null, 
/**
 * Ask Heroku for the change, or begin the downtime, at this moment.
 */
at: number | null, 
/**
 * Never begin the downtime after this moment.
 */
downtimeBefore: number | null, 
/**
 * Longest time for which writers may be stopped before the cut-over is given up, milliseconds.
 */
maxDowntimeMs: number | null, 
/**
 * Interval between looks, milliseconds.
 */
waitIntervalMs: number | null, 
/**
 * What is done once the new database leads.
 */
aftercare: Aftercare, 
/**
 * Codes that are accepted.
 */
accept: Array<string>, };

export type Shown = { 
/**
 * App name typed as confirmation.
 */
confirm: string | null, 
/**
 * Stop after the plan.
 */
planOnly: boolean, 
/**
 * In which form the plan is written: `json`, `markdown`, `shell` or `html`, as typed; `json` if absent.
 */
format: string | null, 
/**
 * Write the plan to this file; `-` for standard output.
 */
out: string | null, 
/**
 * Plan from this snapshot, and ask no service.
 */
snapshot: GivenFile | null, 
/**
 * The sum of the plan that was approved, as typed.
 */
planSha256: string | null, 
/**
 * Interval between looks, milliseconds.
 */
waitIntervalMs: number | null, 
/**
 * Codes that are accepted.
 */
accept: Array<string>, };

export type Quiesce = { 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * The connection, by its add-on.
 */
resource: string | null, 
/**
 * For so long, milliseconds.
 */
forMs: number | null, 
/**
 * Until this moment.
 */
until: number | null, 
/**
 * Send everything that was captured first.
 */
drain: boolean, 
/**
 * How long that may take, milliseconds.
 */
deadlineMs: number | null, 
/**
 * What it is for.
 */
reason: string | null, 
/**
 * Stay until it is due, and resume it.
 */
wait: boolean, 
/**
 * Of the plan.
 */
shown: Shown, };

export type ResumeSync = { 
/**
 * The run that paused it.
 */
run: string | null, 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * The connection, by its add-on.
 */
resource: string | null, 
/**
 * Only a pause of a run that should have ended by now.
 */
overdue: boolean, 
/**
 * Of the plan.
 */
shown: Shown, };

export type Stay = { 
/**
 * Until when.
 */
until: number, 
/**
 * What is carried out then.
 */
then: Command, 
/**
 * What is said where nobody is to do that.
 */
left: Line, };

export type ChangeField = { 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * Object of the mapping.
 */
mapping: string | null, 
/**
 * Its fields; all that differ if there is none.
 */
fields: Array<string>, 
/**
 * The connection, by its add-on.
 */
resource: string | null, 
/**
 * What the fields are now, as typed: `string(120)`.
 */
to: string | null, 
/**
 * Take the fields out and put them back, whatever the difference is.
 */
remap: boolean, 
/**
 * Every mapping, as far as saving it is enough.
 */
all: boolean, 
/**
 * Say what differs, and change nothing.
 */
check: boolean, 
/**
 * `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
 */
hold: boolean | null, 
/**
 * Begin the downtime at this moment, if there is one.
 */
downtimeAt: number | null, 
/**
 * Never begin the downtime after this moment.
 */
downtimeBefore: number | null, 
/**
 * Longest downtime, milliseconds.
 */
maxDowntimeMs: number | null, 
/**
 * Stop web dynos of apps in a Private Space too.
 */
spaceWebZero: boolean, 
/**
 * Of the plan.
 */
shown: Shown, };

export type Recreate = { 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * Why, as typed: `tier-change` or `sandbox-refresh`.
 */
reason: string | null, 
/**
 * The connection, by its add-on.
 */
resource: string | null, 
/**
 * Plan of the new add-on, as typed; that of the old one if absent.
 */
plan: string | null, 
/**
 * `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
 */
hold: boolean | null, 
/**
 * Begin the downtime at this moment.
 */
downtimeAt: number | null, 
/**
 * Never begin the downtime after this moment.
 */
downtimeBefore: number | null, 
/**
 * Longest downtime before the connection is destroyed, milliseconds.
 */
maxDowntimeMs: number | null, 
/**
 * Of the plan.
 */
shown: Shown, };

export type Resync = { 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * Make the rollback, to this moment.
 */
rollbackTo: number | null, 
/**
 * It was made already, to this moment.
 */
at: number | null, 
/**
 * True if it was made already.
 */
alreadyRolledBack: boolean, 
/**
 * The database as it was: attachment, config var or add-on.
 */
old: string | null, 
/**
 * Pause Connect before the rollback is made.
 */
pauseNow: boolean, 
/**
 * Write the rows that a person must look after into files of the run.
 */
exportRows: boolean, 
/**
 * The connection, by its add-on.
 */
resource: string | null, 
/**
 * Objects of the mappings; every one if there is none.
 */
mappings: Array<string>, 
/**
 * `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
 */
hold: boolean | null, 
/**
 * Begin the downtime at this moment.
 */
downtimeAt: number | null, 
/**
 * Never begin the downtime after this moment.
 */
downtimeBefore: number | null, 
/**
 * Longest downtime before Connect is resumed, milliseconds.
 */
maxDowntimeMs: number | null, 
/**
 * Of the plan.
 */
shown: Shown, };

export type Apply = { 
/**
 * The file of the plan.
 */
file: GivenFile, 
/**
 * The sum of the plan that was approved, as typed.
 */
planSha256: string | null, 
/**
 * Names of the apps typed as confirmation, joined by commas.
 */
confirm: string | null, 
/**
 * `true`: prepare, then ask; `false`: go through; absent: ask on a terminal.
 */
hold: boolean | null, 
/**
 * Begin the downtime at this moment.
 */
downtimeAt: number | null, };

export type ConfigCheck = { 
/**
 * The file of the configuration.
 */
file: GivenFile, 
/**
 * Keyed fingerprint of the organization that it names, made like those of answers.
 */
org: string | null, 
/**
 * App whose connection it is for; without one nothing is asked of a service.
 */
app: string | null, 
/**
 * Add-on of the connection, where the app has several.
 */
resource: string | null, 
/**
 * True if it must be from the organization of the connection.
 */
sameOrg: boolean, 
/**
 * From which level on it fails, as typed.
 */
failOn: string | null, 
/**
 * Codes that are accepted.
 */
accept: Array<string>, };

export type ConfigDiff = { 
/**
 * Files: the configuration as it is to be, and before it the one as it is, unless an app tells that.
 */
files: Array<GivenFile>, 
/**
 * Keyed fingerprint of the organization that the only file names, made like those of answers.
 */
org: string | null, 
/**
 * App whose connection is as it is; without one nothing is asked of a service.
 */
app: string | null, 
/**
 * Add-on of the connection, where the app has several.
 */
resource: string | null, 
/**
 * The connection that is as it is to be, as typed: `APP` or `APP::RESOURCE`.
 */
with: string | null, };

export type Judge = { 
/**
 * App that the operator named.
 */
app: string | null, 
/**
 * Name of the condition, as typed.
 */
condition: string | null, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * Say which conditions there are, and look at nothing.
 */
list: boolean, 
/**
 * The name under which apps use the database.
 */
alias: string | null, 
/**
 * A follower of the database.
 */
follower: string | null, 
/**
 * Transactions of the operator's own since.
 */
ownChanges: number | null, 
/**
 * A plan.
 */
plan: string | null, 
/**
 * What an earlier check printed.
 */
since: GivenFile | null, 
/**
 * Postgres major, as typed.
 */
version: string | null, 
/**
 * Wait until it holds; check it once if absent.
 */
patience: Patience | null, };

export type Preview = { 
/**
 * The file of a plan or of a snapshot.
 */
file: GivenFile, 
/**
 * The file to write; `-` for standard output.
 */
out: string, 
/**
 * With a snapshot: the Postgres version to upgrade to, as typed.
 */
version: string | null, };

export type Patience = { 
/**
 * For so long at the most, milliseconds; as long as a run waits for it if absent.
 */
deadlineMs: number | null, 
/**
 * Interval between looks where time does not press, milliseconds.
 */
waitIntervalMs: number | null, };

export type Tools = { 
/**
 * Heroku's own Connect plugin.
 */
connectPlugin: boolean | null, 
/**
 * `psql`.
 */
psql: boolean | null, };

export type Command = { "kind": "upgradeDb" } & UpgradeDb | { "kind": "changePlan" } & ChangePlan | { "kind": "quiesce" } & Quiesce | { "kind": "resumeSync" } & ResumeSync | { "kind": "changeField" } & ChangeField | { "kind": "recreate" } & Recreate | { "kind": "resync" } & Resync | { "kind": "apply" } & Apply | { "kind": "snapshot", 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * An existing follower to look at too.
 */
follower: string | null, 
/**
 * A procedure that needs more than others, as typed.
 */
needs: string | null, 
/**
 * The file to write; `-` for standard output.
 */
out: string, } | { "kind": "doctor", 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
/**
 * From which verdict on it fails, as typed.
 */
failOn: string | null, 
/**
 * Connect is asked to diagnose itself too.
 */
diagnose: boolean, 
/**
 * What is installed where the command was typed.
 */
tools: Tools, } | { "kind": "configCheck" } & ConfigCheck | { "kind": "configDiff" } & ConfigDiff | { "kind": "maintenances" } & Maintenances | { "kind": "judge" } & Judge | { "kind": "preview" } & Preview | { "kind": "runs", 
/**
 * Only runs that touch this app.
 */
app: string | null, } | { "kind": "info", 
/**
 * Run id.
 */
run: string, } | { "kind": "resume" } & Resume | { "kind": "begin" } & Begin | { "kind": "step" } & RunStep | { "kind": "abort", 
/**
 * Run id.
 */
run: string, 
/**
 * App name typed as confirmation.
 */
confirm: string | null, 
/**
 * Codes of what was seen in spite of which taking back goes on.
 */
accept: Array<string>, } | { "kind": "takeOver", 
/**
 * App whose database holds the lock of the run.
 */
app: string, 
/**
 * Attachment, config var or add-on; `DATABASE` if absent.
 */
database: string | null, 
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

export type Journals = { "kind": "none" } | { "kind": "all", 
/**
 * A run that the command goes on from: it is taken over from whoever drove it.
 */
adopt: string | null, } | { "kind": "one", 
/**
 * Run id.
 */
run: string, };

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

export type Offset = { 
/**
 * From when on.
 */
from: number, 
/**
 * Minutes that are added to UTC.
 */
minutes: number, };

export type LocalTime = { 
/**
 * Name of the zone, for example `Europe/Berlin`; empty for UTC.
 */
zone: string, 
/**
 * Distances from UTC, oldest first.
 */
offsets: Array<Offset>, };

export type Face = { 
/**
 * Columns of the terminal; `None` where lines may be of any length.
 */
columns: number | null, 
/**
 * True if everything is wanted, not only the answer.
 */
verbose: boolean, 
/**
 * The clock on the wall.
 */
local: LocalTime, };

export type Context = { 
/**
 * Fresh id for a run, should one begin: a letter and seven base-32 characters.
 */
runId: string, 
/**
 * When the command was given.
 */
now: number, 
/**
 * True if a person can be asked.
 */
interactive: boolean, 
/**
 * True if output is for machines.
 */
json: boolean, 
/**
 * For whom something is said.
 */
face: Face, 
/**
 * `user@host`, shown to a second operator.
 */
holder: string, 
/**
 * The runs that this machine knows.
 */
runs: Array<StoredRun>, 
/**
 * The empty page, where a plan is to be shown as one.
 */
page?: string, };

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
 * Our role, if a setting of its own makes its sessions refuse writes.
 */
readOnlyRole: string | null, 
/**
 * True if our role owns the database, so that it may make it read-only for every credential.
 */
owns?: boolean, 
/**
 * Tables with rows but without planner statistics.
 */
withoutStatistics: number | null, };

export type Item = "unloggedTables" | "logicalSlots" | "publications" | "subscriptions" | "preparedTransactions" | "foreignServers" | "triggerLogs" | "regColumns" | "systemRowColumns" | "aclItemColumns" | "postfixOperators" | "arrayAggregates" | "encodingConversions" | "closedDatabases" | "nullableChildren" | "generatedChildren" | "removedSettings" | "goneFromSystem" | "goneWhenCalled" | "systemRowFunctions" | "unqualifiedFunctions" | "unreadFunctions" | "looseFunctions" | "identityPartitions" | "domainConstraints" | "keyCollations" | "newKeywords" | "sameFunctions" | "changedIndexes" | "unreadable" | "rowSecurity" | "eventTriggers" | "roleSettings";

export type Found = { 
/**
 * Kind.
 */
item: Item, 
/**
 * The major from which on it matters, 0 for every upgrade.
 */
since: number, 
/**
 * How many there are.
 */
total: number, 
/**
 * The first of their names.
 */
names: Array<string>, };

export type Extension = { 
/**
 * Name.
 */
name: string, 
/**
 * Version of its objects.
 */
version: string, 
/**
 * Version that the present server would install.
 */
newest: string | null, };

export type Client = { 
/**
 * Role, `null` for the default credential.
 */
role: string | null, 
/**
 * Name by which the application calls itself, numbers and addresses left out.
 */
application: string, };

export type Inventory = { 
/**
 * What was found; what is not listed was looked for and is not there.
 */
found: Array<Found>, 
/**
 * Installed extensions.
 */
extensions: Array<Extension>, 
/**
 * Who was connected, beside ourselves.
 */
clients: Array<Client>, 
/**
 * Number of large objects.
 */
largeObjects: number, 
/**
 * Number of schemas that are not the system's own.
 */
schemas: number, 
/**
 * Number of tables, indexes, views and sequences in them.
 */
objects: number, };

export type Schedule = { 
/**
 * Its name: a config var of the database.
 */
name: string, 
/**
 * Hour of the day.
 */
hour: number, 
/**
 * Time zone of the hour, for example `UTC` or `America/Los_Angeles`.
 */
timezone: string, };

export type Window = { 
/**
 * For example `Thursday`.
 */
day: string, 
/**
 * For example `22:00`, UTC.
 */
time: string, };

export type Setting = boolean | number | string;

export type Aftercare = { 
/**
 * Make no follower anew.
 */
noFollowers: boolean, 
/**
 * Move what points at a follower of the old database to the new one.
 */
moveReaders: boolean, 
/**
 * Wait for what takes hours, instead of leaving it over.
 */
wait: boolean, };

export type Safeguard = "standby" | "protection" | "rollback" | "forkFollow";

export type Link = { 
/**
 * Its name.
 */
name: string, 
/**
 * The add-on that is read.
 */
remote: string, };

export type Kept = { 
/**
 * Backup schedules.
 */
schedules: Array<Schedule> | null, 
/**
 * Maintenance window; absent too where there is none, or where its words are not understood.
 */
window: Window | null, 
/**
 * Settings that are not the plan's own, by key.
 */
settings: { [key in string]: Setting } | null, 
/**
 * Named credentials, besides the default one.
 */
credentials: Array<string> | null, 
/**
 * Data links: other data sources that it reads.
 */
links: Array<Link> | null, };

export type UpgradeState = { "is": "none" } | { "is": "preparing" } | { "is": "ready", 
/**
 * When, milliseconds since 1970; absent where that is not shown.
 */
at: number | null, } | { "is": "running" } | { "is": "done" } | { "is": "failed" } | { "is": "unclear", 
/**
 * What is odd.
 */
why: string, };

export type Way = "direct" | "bastion" | "none";

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
 * Region, as shown.
 */
region: string | null, 
/**
 * Number of its followers, as shown.
 */
followers: number, 
/**
 * Size in bytes.
 */
bytes: number | null, 
/**
 * Connections that were open, as shown, where that was asked for.
 */
connections?: number, 
/**
 * Bytes that its plan holds, as shown.
 */
limit: number | null, 
/**
 * True if Heroku says that it is busy.
 */
waiting: boolean | null, 
/**
 * Whether it can be forked or followed, as shown.
 */
forkFollow: string | null, 
/**
 * What keeps its data safe, as shown.
 */
safeguards?: Array<Safeguard>, 
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
 * The way on which SQL reaches it, judged by a real query.
 */
way?: Way, 
/**
 * What SQL says; `None` where it cannot be reached.
 */
server: Server | null, 
/**
 * What its catalogs show; `None` where they could not be read.
 */
inventory: Inventory | null, 
/**
 * What the service keeps with the add-on, where that was asked for.
 */
kept?: Kept, 
/**
 * Where a version upgrade of it stands, where that was asked for.
 */
upgrade?: UpgradeState, };

export type Follower = { 
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
 * Region, as shown.
 */
region: string | null, 
/**
 * Private Space of the app that pays for it, if any.
 */
space: string | null, 
/**
 * Bytes that its plan holds, as shown.
 */
limit: number | null, 
/**
 * Its attachments in every app.
 */
attachments: Array<Attachment>, };

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

export type Following = { 
/**
 * Add-on id.
 */
id: string, 
/**
 * Add-on name.
 */
addon: string, 
/**
 * `service:plan`.
 */
plan: string, 
/**
 * An attachment through which SQL reaches it.
 */
reach: Attachment | null, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Price in US cents a month.
 */
priceCents: number | null, 
/**
 * Where it is.
 */
url: Url | null, 
/**
 * Its attachments in every app.
 */
attachments: Array<Attachment>, };

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
 * Dyno size; `None` leaves it as it is.
 */
size: string | null, };

export type Config = { 
/**
 * Names of those that hold its URL.
 */
urls: Array<string>, 
/**
 * Names of those that hold the URL, or a part of it, without coming from an attachment: they do not move with one.
 */
copies: Array<string>, 
/**
 * Names of those that hold the URL of the follower that is to lead, or a part of it, without coming from an attachment.
 */
followerCopies: Array<string>, 
/**
 * How many others were compared with the URL and hold no part of it.
 */
others: number, 
/**
 * Names of those that could not be compared, because the app has no URL of the database to compare with.
 */
unjudged: Array<string>, };

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
 * `cedar` or `fir`; `None` if it was not said.
 */
generation: string | null, 
/**
 * Formation.
 */
formation: Array<Process>, 
/**
 * Dynos of the formation that were not up, by type: they are not waited for afterwards.
 */
down: Array<Process>, 
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
 * True if old web dynos stay for minutes after a release; `None` if it was not said.
 */
preboot: boolean | null, 
/**
 * Active native autoscaler of web dynos, by monitor id.
 */
autoscaler: string | null, 
/**
 * True if it was not said whether there is one.
 */
autoscalerUnread: boolean, 
/**
 * Third-party services of the app.
 */
services: Array<string>, 
/**
 * Config vars.
 */
config: Config, };

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

export type Spare = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Config var that leads to it.
 */
configVar: string, 
/**
 * Price in US cents a month.
 */
priceCents: number | null, 
/**
 * True if it is read-only by default, as a run leaves the old database; `null` if it did not answer.
 */
fenced: boolean | null, };

export type Past = { 
/**
 * The database as it was, if one was named.
 */
old: OldDatabase | null, 
/**
 * The earliest moment to which the database can be rolled back, where that is still to be done.
 */
earliest: number | null, 
/**
 * When the cluster of the database was made: an upgrade of its version makes a new one. `null` if it could not be read.
 */
made: number | null, 
/**
 * True if the database and the one as it was are copies of one cluster; `null` if that is not known.
 */
copy: boolean | null, 
/**
 * Changes that an earlier resynchronization put out of Connect's reach and kept; `null` if they could not be counted.
 */
kept: number | null, 
/**
 * The trigger logs of its connections.
 */
logs: Array<PastLog>, };

export type OldDatabase = { 
/**
 * Add-on id.
 */
id: string, 
/**
 * Add-on name.
 */
addon: string, 
/**
 * `service:plan`.
 */
plan: string, 
/**
 * App whose config var leads to it.
 */
app: string, 
/**
 * That config var.
 */
configVar: string, 
/**
 * Where it leads.
 */
url: Url | null, };

export type PastLog = { 
/**
 * The connection, by its add-on.
 */
resource: string, 
/**
 * Changes that came back and wait to be sent; `null` if they could not be counted.
 */
cameBack: number | null, 
/**
 * Changes that were sent once more already.
 */
sentAgain: number | null, 
/**
 * What the database as it was had captured since; `null` if it could not be read.
 */
gap: PastGap | null, };

export type PastGap = { 
/**
 * Changes that Salesforce has.
 */
sent: number, 
/**
 * Changes that it refused.
 */
refused: number, 
/**
 * Changes that were never sent.
 */
unsent: number, };

export type Polled = { 
/**
 * Salesforce object.
 */
object: string, 
/**
 * Time.
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
 * Keyed fingerprint of the Salesforce organization noted in the schema.
 */
org: string | null, 
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
 * Settings of a database or of a role that writes to these tables, which break capture.
 */
overrides: Array<string>, };

export type Captured = { 
/**
 * How many of them are changes to send.
 */
rows: number, 
/**
 * Since when: the age of the oldest of them, seconds.
 */
seconds: number, 
/**
 * How large all of them are together.
 */
bytes: number, };

export type Health = { 
/**
 * API version of Salesforce that it uses, as shown.
 */
apiVersion: string | null, 
/**
 * True if what it does is written to the app's log.
 */
logged: boolean | null, 
/**
 * Writes that Salesforce refused in the last 24 hours, by Connect's own list; `null` if it could not be read.
 */
refused?: number | null, 
/**
 * Mapped tables; `null` if they could not be read.
 */
tables: Array<MappedTable> | null, 
/**
 * Ids of the trigger log that were given away.
 */
idsGiven: number | null, 
/**
 * Size of such an id.
 */
idBytes: number | null, 
/**
 * Schemas of its name that were put aside; `null` if nobody looked.
 */
aside?: Array<string> | null, };

export type FieldDefinition = { 
/**
 * Type, in Salesforce's word: `string`, `double`, `picklist`.
 */
kind: string, 
/**
 * Length in characters, of a type that has one.
 */
length: number | null, };

export type FieldClass = "same" | "longer" | "shorter" | "remap" | "remove" | "notJudged";

export type FieldChange = { 
/**
 * Salesforce object.
 */
object: string, 
/**
 * Field.
 */
field: string, 
/**
 * What it takes.
 */
class: FieldClass, 
/**
 * Type of its column now; `null` if there is none.
 */
now: string | null, 
/**
 * Type that the definition asks for; `null` if that is not known, or there is to be none.
 */
wanted: string | null, 
/**
 * Who said so.
 */
source: string, };

export type Defined = { "is": "as", 
/**
 * The definition.
 */
definition: FieldDefinition, } | { "is": "there" } | { "is": "gone" } | { "is": "unread" };

export type SeenField = { 
/**
 * Field, as the configuration writes it.
 */
field: string, 
/**
 * Its column.
 */
column: string, 
/**
 * Type of the column; `null` if there is none.
 */
now: string | null, 
/**
 * What Salesforce says that it is.
 */
defined: Defined, 
/**
 * Rows that have a value; `null` if they were not counted.
 */
values: number | null, 
/**
 * Of those, rows that Salesforce does not know, and of which no change waits to be sent.
 */
local: number | null, 
/**
 * Characters of the longest one, of a text, that of unsent changes included.
 */
longest: number | null, 
/**
 * Unsent changes of it.
 */
queued: number | null, 
/**
 * What people hung on the column; `null` if it was not read: of a column that is as it should be nobody asks.
 */
dependants: Array<Dependant> | null, };

export type Dependant = { 
/**
 * What it is: `view`, `trigger`, `index`.
 */
kind: string, 
/**
 * Its name, with that of its table.
 */
name: string, 
/**
 * True if Postgres refuses to alter or drop the column beside it; the others go silently with a column that is dropped.
 */
refuses: boolean, };

export type MappingShape = { 
/**
 * Mapping id.
 */
mapping: string, 
/**
 * Salesforce object.
 */
object: string, 
/**
 * Its table.
 */
table: string, 
/**
 * Its configuration as Connect shows it, without `revision` and `applied_at`.
 */
config: unknown, 
/**
 * Rows of the table, counted or estimated; `null` if it could not be read.
 */
rows: number | null, 
/**
 * The fields that were looked at.
 */
fields: Array<SeenField>, 
/**
 * Fields that were named and that the mapping does not have.
 */
unknown?: Array<string>, };

export type BuiltTable = { 
/**
 * Salesforce object.
 */
object: string, 
/**
 * Its name.
 */
table: string, 
/**
 * The columns that Connect makes, as far as the table has them.
 */
columns: Array<string>, 
/**
 * Columns of its mapping that the table does not have.
 */
missing?: Array<string>, 
/**
 * Mapping id, where it was asked for.
 */
mapping?: string, 
/**
 * Columns of people's own.
 */
own: Array<string>, 
/**
 * Rows, counted or estimated; `null` if they could not be read.
 */
rows: number | null, 
/**
 * What hangs on it; `null` if it could not be read.
 */
dependants: Array<Dependant> | null, };

export type ConnectionOrigin = { 
/**
 * Plan of its add-on, `service:plan`.
 */
plan: string | null, 
/**
 * Plans of its service that can be ordered, with their price in US cents a month, where that was asked for; absent if unread.
 */
offered?: Record<string, number | null>, 
/**
 * False if the service does not let it be destroyed.
 */
deletable: boolean | null, 
/**
 * `production`, `sandbox` or `custom`: by which address somebody logged into Salesforce.
 */
environment: string | null, 
/**
 * Version of Salesforce's API.
 */
apiVersion: string | null, 
/**
 * Its switches, by name.
 */
features: Record<string, unknown> | null, 
/**
 * `{version, mappings}` as it exports them; `null` if a part could not be read.
 */
config: unknown, 
/**
 * The tables of its mappings.
 */
tables: Array<BuiltTable>, };

export type MappedTable = { 
/**
 * Its name.
 */
name: string, 
/**
 * Rows without a Salesforce id of which no change waits to be sent, up to some ten thousand; `null` if they could not be counted.
 */
withoutSfid: number | null, 
/**
 * Columns of which an index says that no two rows have the same.
 */
unique: Array<string>, };

export type Continuity = "yes" | "bySequence" | "no";

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
 * Keyed fingerprint of the Salesforce organization that it syncs with.
 */
org: string | null, 
/**
 * True if it reaches the database over mutual TLS of a Shield Space; `None` if it was not said.
 */
mtls?: boolean, 
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
objects: Objects | null, 
/**
 * How its log stands to what a pause noted of it; `None` if nothing was noted or it was not read.
 */
continuity?: Continuity, 
/**
 * How fast changes are captured, where that was asked for.
 */
captured?: Captured, 
/**
 * How it and its tables are set up, where that was asked for.
 */
health?: Health, 
/**
 * The mappings whose fields were looked at, where that was asked for.
 */
shapes?: Array<MappingShape>, 
/**
 * What it is made of, where that was asked for.
 */
origin?: ConnectionOrigin, };

export type Head = { 
/**
 * Id of the newest row of the log and its archive, if there was any.
 */
id: string | null, 
/**
 * Its transaction.
 */
txid: string | null, 
/**
 * When it was captured, seconds since 1970.
 */
createdAt: string | null, 
/**
 * The last id that was given away.
 */
sequence: string | null, 
/**
 * The server's timeline, which a failover changes too.
 */
timeline: string | null, };

export type Revived = { 
/**
 * Ids in the log of those that must not be sent.
 */
mark: Array<string>, 
/**
 * Those among them of which it is not known whether Salesforce has them.
 */
doubtful: number, 
/**
 * Those that were never sent, and are.
 */
kept: number, 
/**
 * Tables whose new rows are among those that must not be sent: they get their Salesforce ids by a reload.
 */
inserts: Array<string>, };

export type TableBefore = { 
/**
 * Rows, counted or estimated.
 */
rows: number, 
/**
 * Highest id of a row.
 */
last: number, 
/**
 * Rows that were ever written to it, by the server's statistics.
 */
inserted: number, 
/**
 * Its file, by number.
 */
file: string, };

export type HeldConnection = { 
/**
 * Add-on name.
 */
resource: string, 
/**
 * Where its log stood.
 */
head: Head, 
/**
 * True if this pause made it: one that somebody else had paused is not resumed unless it is asked for.
 */
ours: boolean, };

export type HeldPause = { 
/**
 * Since when, by the clock of the database, milliseconds since 1970.
 */
since: number, 
/**
 * When it is to end.
 */
due: number, 
/**
 * What the operator said it is for.
 */
reason: string | null, 
/**
 * Add-on id of the database that was noted.
 */
database: string, 
/**
 * The connections that were paused.
 */
connections: Array<HeldConnection>, };

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
zone: string, 
/**
 * What the run is held for, if it is over and its purpose is not.
 */
held?: HeldPause, };

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
 * The existing follower that is to lead, if one was named.
 */
follower: Follower | null, 
/**
 * Its followers that stay what they are, where that was asked for and they were found.
 */
followers?: Array<Following>, 
/**
 * Plans that can be ordered for a follower of it, with their prices in US cents a month; `None` if they were not read.
 */
plans: Record<string, number | null> | null, 
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
 * Announcements and incidents on the status site; `None` if it was not read.
 */
notices: Array<Notice> | null, 
/**
 * What is known of the database before it went back in time, where that was asked for.
 */
past?: Past, 
/**
 * Other databases of the app, where that was asked for and they were found.
 */
spares?: Array<Spare>, 
/**
 * What the survey asked of the services.
 */
asked: Budget, };

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

export type Zone = "prepare" | "downtime" | "cutOver" | "settle";

export type Pace = "tight" | "brisk" | "slow" | "steady";

export type OnFailure = "undo" | "pause" | "pauseIfLate" | "withdraw" | "anew" | "say" | "goOn" | "leave" | "load" | "person" | "again";

export type OnUndoFailure = "person" | "left" | "said";

export type Interaction = "hold" | "undoCard" | "dryRun";

export type AddonSlots = string;

export type ConnectionSlots = string;

export type NewConnection = { 
/**
 * App.
 */
app: string, 
/**
 * Connection id.
 */
connection: string, 
/**
 * Base URL of its region.
 */
region: string, 
/**
 * Add-on name.
 */
resource: string, };

export type UrlSlots = string;

export type ReleaseSlots = string;

export type MomentSlots = string;

export type TransferSlots = string;

export type WatchSlots = string;

export type HeldSlots = string;

export type HeldHead = { 
/**
 * Where its log stood.
 */
head: Head | string, 
/**
 * True if this run paused it.
 */
ours: boolean, 
/**
 * Add-on name.
 */
resource: string, };

export type Role = "lead" | "old" | "new" | "back";

export type Through = { 
/**
 * Add-on id of the database.
 */
addonId: string, 
/**
 * True in a Shield Space: host and key are in config vars, and no service tells them.
 */
shield: boolean, };

export type Place = { 
/**
 * App whose config var holds the URL.
 */
app: string, 
/**
 * Config var.
 */
configVar: string, 
/**
 * Fingerprint the URL must have, if one is insisted on.
 */
expect: string | null, 
/**
 * What the database is to the plan.
 */
role: Role, 
/**
 * What leads to it, if it has no public address.
 */
bastion?: Through, };

export type Location = { 
/**
 * Database name.
 */
database: string, 
/**
 * Host.
 */
host: string, 
/**
 * Port.
 */
port: number | string, };

export type Transferred = { 
/**
 * Number of the newest backup or copy before it.
 */
after: number | string, 
/**
 * App whose backups and copies they are.
 */
app: string, 
/**
 * Where the source is.
 */
from: Location, 
/**
 * What the source is called in it.
 */
fromName: string, 
/**
 * Where the target is.
 */
to: Location, 
/**
 * What the target is called in it.
 */
toName: string, };

export type ConnectionName = { 
/**
 * App.
 */
app: string, 
/**
 * Connection id.
 */
connection: string, 
/**
 * Base URL of its region.
 */
region: string, 
/**
 * Add-on name.
 */
resource: string, };

export type MappingName = { 
/**
 * Its connection.
 */
connection: ConnectionName, 
/**
 * Mapping id.
 */
mapping: string, 
/**
 * Salesforce object.
 */
object: string, };

export type TableColumns = { 
/**
 * Columns.
 */
columns: Array<string>, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, 
/**
 * Table.
 */
table: string, 
/**
 * The table itself is meant too, and what is on it stays with it.
 */
whole?: boolean, 
/**
 * Only foreign keys of other tables are meant.
 */
keys?: boolean, };

export type Position = { 
/**
 * Statistics runs so far.
 */
analyzes: string, 
/**
 * Size of all tables.
 */
bytes: string, 
/**
 * Newest id of every trigger log.
 */
heads: string, 
/**
 * WAL position: inserted on a leader, replayed on a follower.
 */
lsn: string, 
/**
 * Tuples written, ever, of tables and large objects alone; empty in what an older version noted.
 */
rows: string, 
/**
 * Sum of the values that sequences have reached.
 */
sequences: string, 
/**
 * Vacuums so far.
 */
vacuumed: string, 
/**
 * Vacuums at work now.
 */
vacuums: number, 
/**
 * Tuples written, ever: of tables, large objects and the catalog.
 */
writes: string, 
/**
 * First transaction id that is not used yet.
 */
xmax: string, };

export type Holdings = { 
/**
 * When it was read, by the server's clock, milliseconds since the epoch.
 */
at: number, 
/**
 * Sequences that are behind their columns.
 */
behind: Array<string>, 
/**
 * Rows of each table that is small enough to be counted.
 */
counts: Record<string, number>, 
/**
 * Newest id of every trigger log.
 */
heads: string, 
/**
 * What Connect's triggers call, by its name, where it resolves.
 */
helpers: Array<string>, 
/**
 * How many objects there are of each kind, by schema.
 */
objects: Record<string, number>, 
/**
 * The newest transaction that a trigger log names.
 */
loggedTx: string, 
/**
 * How far each sequence is; of a falling one its negative.
 */
sequences: { [key in string]: string }, 
/**
 * System identifier of the server.
 */
system: string, 
/**
 * Tables that are large, or closed to this role.
 */
uncounted: Array<string>, 
/**
 * First transaction id that is not used yet.
 */
xmax: string, };

export type Identity = { 
/**
 * Host, port and database by which it was reached.
 */
address: string, 
/**
 * When it was started, seconds since the epoch.
 */
started: string, 
/**
 * System identifier.
 */
system: string, 
/**
 * Timeline.
 */
timeline: string, };

export type AcknowledgedBeat = { 
/**
 * When, on the run's clock.
 */
at: number, 
/**
 * Newest numbers of Connect's logs, by schema.
 */
heads: string, 
/**
 * Its number.
 */
number: number, 
/**
 * Who acknowledged it.
 */
server: Identity, 
/**
 * First transaction id that was not used then.
 */
xmax: number, };

export type Original = { 
/**
 * App.
 */
app: string, 
/**
 * Active autoscaler, by monitor id.
 */
autoscaler: string | null, 
/**
 * Formation.
 */
formation: Array<Process>, 
/**
 * Maintenance mode.
 */
maintenance: boolean, 
/**
 * Preboot.
 */
preboot: boolean, };

export type Stage = "first" | "rest";

export type Op = { "op": "addon_destroy@2", "args": AddonDestroy } | { "op": "analyze@2", "args": Analyze } | { "op": "attachment_create@2", "args": AttachmentCreate } | { "op": "attachment_destroy@1", "args": AttachmentDestroy } | { "op": "auth_join@1", "args": AuthJoin } | { "op": "authorize_open@1", "args": AuthorizeOpen } | { "op": "autoscaler_switch@1", "args": AutoscalerSwitch } | { "op": "backup_capture@2", "args": BackupCapture } | { "op": "beat@1", "args": Beat } | { "op": "children_keep@1", "args": ChildrenKeep } | { "op": "children_point@1", "args": ChildrenPoint } | { "op": "config_import@1", "args": ConfigImport } | { "op": "connect_addon_create@1", "args": ConnectAddonCreate } | { "op": "connection_destroy@1", "args": ConnectionDestroy } | { "op": "connection_pause@1", "args": ConnectionPause } | { "op": "connection_point@1", "args": ConnectionPoint } | { "op": "connection_recover@1", "args": ConnectionRecover } | { "op": "connection_resume@1", "args": ConnectionResume } | { "op": "connection_start@1", "args": ConnectionStart } | { "op": "connection_stop@1", "args": ConnectionStop } | { "op": "connections_reset@1", "args": ConnectionsReset } | { "op": "copy_start@1", "args": CopyStart } | { "op": "credential_create@1", "args": CredentialCreate } | { "op": "database_create@1", "args": DatabaseCreate } | { "op": "db_key_set@1", "args": DbKeySet } | { "op": "dependants_keep@1", "args": DependantsKeep } | { "op": "dependants_drop@1", "args": DependantsDrop } | { "op": "dependants_restore@1", "args": DependantsRestore } | { "op": "dynos_restart@1", "args": DynosRestart } | { "op": "dynos_stop@2", "args": DynosStop } | { "op": "fence_on@2", "args": FenceOn } | { "op": "fence_off@2", "args": FenceOff } | { "op": "follower_create@1", "args": FollowerCreate } | { "op": "formation_scale@2", "args": FormationScale } | { "op": "grants_apply@1", "args": GrantsApply } | { "op": "lock_take@2", "args": LockTake } | { "op": "lock_zone@2", "args": LockZone } | { "op": "lock_hold@1", "args": LockHold } | { "op": "lock_release@1", "args": LockRelease } | { "op": "lock_return@1", "args": LockReturn } | { "op": "maintenance_set@1", "args": MaintenanceSet } | { "op": "mapping_put@1", "args": MappingPut } | { "op": "mapping_reload@1", "args": MappingReload } | { "op": "plan_change@1", "args": PlanChange } | { "op": "release_again@1", "args": ReleaseAgain } | { "op": "revived_mark@1", "args": RevivedMark } | { "op": "revived_unmark@1", "args": RevivedUnmark } | { "op": "rollback_create@1", "args": RollbackCreate } | { "op": "schedule_create@1", "args": ScheduleCreate } | { "op": "schema_aside@1", "args": SchemaAside } | { "op": "schema_back@1", "args": SchemaBack } | { "op": "sequences_raise@1", "args": SequencesRaise } | { "op": "sessions_end@1", "args": SessionsEnd } | { "op": "setting_set@1", "args": SettingSet } | { "op": "transfer_cancel@1", "args": TransferCancel } | { "op": "unfollow@1", "args": Unfollow } | { "op": "upgrade_cancel@1", "args": UpgradeCancel } | { "op": "upgrade_prepare@1", "args": UpgradePrepare } | { "op": "upgrade_run@1", "args": UpgradeRun } | { "op": "upgrade_start@1", "args": UpgradeStart } | { "op": "window_set@1", "args": WindowSet } | { "op": "write_probe@2", "args": WriteProbe };

export type AttachedAs = { 
/**
 * App.
 */
app: string, 
/**
 * Name.
 */
name: string, };

export type ColumnIs = { 
/**
 * Column.
 */
column: string, 
/**
 * Its type, as `format_type` writes it; `null` if there must be no such column.
 */
kind: string | null, };

export type HadValues = { 
/**
 * Column.
 */
column: string, 
/**
 * Rows.
 */
rows: number, };

export type DependantsStand = "kept" | "back";

export type Resolved = { 
/**
 * Gets where it points.
 */
bind: UrlSlots, 
/**
 * Config var.
 */
configVar: string, 
/**
 * Fingerprint it must have, if one is insisted on.
 */
same: string | null, };

export type WantedUpgrade = "free" | "cancelled" | "ready";

export type Condition = { "condition": "across_equal@1", "args": AcrossEqual } | { "condition": "addon_gone@1", "args": AddonGone } | { "condition": "addon_provisioned@1", "args": AddonProvisioned } | { "condition": "address_known@1", "args": AddressKnown } | { "condition": "api_version_is@1", "args": ApiVersionIs } | { "condition": "attached@3", "args": Attached } | { "condition": "attachments_unchanged@1", "args": AttachmentsUnchanged } | { "condition": "backup_taken@1", "args": BackupTaken } | { "condition": "beat_noted@1", "args": BeatNoted } | { "condition": "beats_kept@1", "args": BeatsKept } | { "condition": "children_pointed@1", "args": ChildrenPointed } | { "condition": "clients_seen@1", "args": ClientsSeen } | { "condition": "columns_are@1", "args": ColumnsAre } | { "condition": "config_arrived@1", "args": ConfigArrived } | { "condition": "config_resolves@2", "args": ConfigResolves } | { "condition": "config_unchanged@1", "args": ConfigUnchanged } | { "condition": "connect_objects@2", "args": ConnectObjects } | { "condition": "connect_provisioned@1", "args": ConnectProvisioned } | { "condition": "connection_listed@1", "args": ConnectionListed } | { "condition": "connection_paused@1", "args": ConnectionPaused } | { "condition": "connection_points@1", "args": ConnectionPoints } | { "condition": "connection_resumed@1", "args": ConnectionResumed } | { "condition": "connection_unchanged@1", "args": ConnectionUnchanged } | { "condition": "database_made@1", "args": DatabaseMade } | { "condition": "drained@1", "args": Drained } | { "condition": "counter_ahead@1", "args": CounterAhead } | { "condition": "credentials_active@1", "args": CredentialsActive } | { "condition": "dependants_are@1", "args": DependantsAre } | { "condition": "dynos_listed@1", "args": DynosListed } | { "condition": "dynos_noted@1", "args": DynosNoted } | { "condition": "dynos_restarted@1", "args": DynosRestarted } | { "condition": "dynos_up@3", "args": DynosUp } | { "condition": "features_equal@1", "args": FeaturesEqual } | { "condition": "fence_seen@2", "args": FenceSeen } | { "condition": "follower_anew@1", "args": FollowerAnew } | { "condition": "followers_follow@1", "args": FollowersFollow } | { "condition": "follows@1", "args": Follows } | { "condition": "formation_noted@1", "args": FormationNoted } | { "condition": "gap_counted@1", "args": GapCounted } | { "condition": "head_kept@1", "args": HeadKept } | { "condition": "head_noted@1", "args": HeadNoted } | { "condition": "held_noted@1", "args": HeldNoted } | { "condition": "healthy@2", "args": Healthy } | { "condition": "inventory_equal@1", "args": InventoryEqual } | { "condition": "holdings_noted@1", "args": HoldingsNoted } | { "condition": "landed@1", "args": Landed } | { "condition": "leader_upgraded@1", "args": LeaderUpgraded } | { "condition": "left_aside@1", "args": LeftAside } | { "condition": "log_carried_over@1", "args": LogCarriedOver } | { "condition": "login_works@1", "args": LoginWorks } | { "condition": "maintenance_clear@1", "args": MaintenanceClear } | { "condition": "mapping_reloaded@1", "args": MappingReloaded } | { "condition": "mapping_settled@1", "args": MappingSettled } | { "condition": "mapping_unchanged@1", "args": MappingUnchanged } | { "condition": "mappings_at_rest@1", "args": MappingsAtRest } | { "condition": "mappings_loaded@1", "args": MappingsLoaded } | { "condition": "moment_noted@1", "args": MomentNoted } | { "condition": "nearly_caught_up@2", "args": NearlyCaughtUp } | { "condition": "no_dynos@1", "args": NoDynos } | { "condition": "no_old_writes@1", "args": NoOldWrites } | { "condition": "no_sessions@2", "args": NoSessions } | { "condition": "one_lead@1", "args": OneLead } | { "condition": "org_is@1", "args": OrgIs } | { "condition": "parent_loaded@1", "args": ParentLoaded } | { "condition": "plan_is@1", "args": PlanIs } | { "condition": "polls_noted@1", "args": PollsNoted } | { "condition": "position_noted@2", "args": PositionNoted } | { "condition": "position_unmoved@2", "args": PositionUnmoved } | { "condition": "rows_unmoved@1", "args": RowsUnmoved } | { "condition": "processed_since@1", "args": ProcessedSince } | { "condition": "queue_at@1", "args": QueueAt } | { "condition": "quiesced@2", "args": Quiesced } | { "condition": "refused_since@1", "args": RefusedSince } | { "condition": "release_succeeded@1", "args": ReleaseSucceeded } | { "condition": "replayed@1", "args": Replayed } | { "condition": "revived_judged@1", "args": RevivedJudged } | { "condition": "rights_kept@1", "args": RightsKept } | { "condition": "rolled_back_to@1", "args": RolledBackTo } | { "condition": "row_counts_equal@2", "args": RowCountsEqual } | { "condition": "rows_equal_all@1", "args": RowsEqualAll } | { "condition": "rows_exported@1", "args": RowsExported } | { "condition": "safeguarded@1", "args": Safeguarded } | { "condition": "sent_again@1", "args": SentAgain } | { "condition": "sequences_past@2", "args": SequencesPast } | { "condition": "server_replaced@1", "args": ServerReplaced } | { "condition": "settings_kept@1", "args": SettingsKept } | { "condition": "some_up@2", "args": SomeUp } | { "condition": "span_proven@1", "args": SpanProven } | { "condition": "stands_alone@1", "args": StandsAlone } | { "condition": "statistics_present@2", "args": StatisticsPresent } | { "condition": "table_held@1", "args": TableHeld } | { "condition": "target_alone@1", "args": TargetAlone } | { "condition": "target_is@1", "args": TargetIs } | { "condition": "transfer_ended@1", "args": TransferEnded } | { "condition": "transfers_noted@1", "args": TransfersNoted } | { "condition": "trial_current@1", "args": TrialCurrent } | { "condition": "unfollowed@1", "args": Unfollowed } | { "condition": "unvisited@1", "args": Unvisited } | { "condition": "upgrade_is@1", "args": UpgradeIs } | { "condition": "upgraded@2", "args": Upgraded } | { "condition": "values_kept@1", "args": ValuesKept } | { "condition": "version_as_asked@1", "args": VersionAsAsked } | { "condition": "window_kept@1", "args": WindowKept };

export type Check = { 
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
code: string, 
/**
 * True if the others of the list go on without it: it is then left over, and said.
 */
leave?: boolean, } & ({ "condition": "across_equal@1", "args": AcrossEqual } | { "condition": "addon_gone@1", "args": AddonGone } | { "condition": "addon_provisioned@1", "args": AddonProvisioned } | { "condition": "address_known@1", "args": AddressKnown } | { "condition": "api_version_is@1", "args": ApiVersionIs } | { "condition": "attached@3", "args": Attached } | { "condition": "attachments_unchanged@1", "args": AttachmentsUnchanged } | { "condition": "backup_taken@1", "args": BackupTaken } | { "condition": "beat_noted@1", "args": BeatNoted } | { "condition": "beats_kept@1", "args": BeatsKept } | { "condition": "children_pointed@1", "args": ChildrenPointed } | { "condition": "clients_seen@1", "args": ClientsSeen } | { "condition": "columns_are@1", "args": ColumnsAre } | { "condition": "config_arrived@1", "args": ConfigArrived } | { "condition": "config_resolves@2", "args": ConfigResolves } | { "condition": "config_unchanged@1", "args": ConfigUnchanged } | { "condition": "connect_objects@2", "args": ConnectObjects } | { "condition": "connect_provisioned@1", "args": ConnectProvisioned } | { "condition": "connection_listed@1", "args": ConnectionListed } | { "condition": "connection_paused@1", "args": ConnectionPaused } | { "condition": "connection_points@1", "args": ConnectionPoints } | { "condition": "connection_resumed@1", "args": ConnectionResumed } | { "condition": "connection_unchanged@1", "args": ConnectionUnchanged } | { "condition": "database_made@1", "args": DatabaseMade } | { "condition": "drained@1", "args": Drained } | { "condition": "counter_ahead@1", "args": CounterAhead } | { "condition": "credentials_active@1", "args": CredentialsActive } | { "condition": "dependants_are@1", "args": DependantsAre } | { "condition": "dynos_listed@1", "args": DynosListed } | { "condition": "dynos_noted@1", "args": DynosNoted } | { "condition": "dynos_restarted@1", "args": DynosRestarted } | { "condition": "dynos_up@3", "args": DynosUp } | { "condition": "features_equal@1", "args": FeaturesEqual } | { "condition": "fence_seen@2", "args": FenceSeen } | { "condition": "follower_anew@1", "args": FollowerAnew } | { "condition": "followers_follow@1", "args": FollowersFollow } | { "condition": "follows@1", "args": Follows } | { "condition": "formation_noted@1", "args": FormationNoted } | { "condition": "gap_counted@1", "args": GapCounted } | { "condition": "head_kept@1", "args": HeadKept } | { "condition": "head_noted@1", "args": HeadNoted } | { "condition": "held_noted@1", "args": HeldNoted } | { "condition": "healthy@2", "args": Healthy } | { "condition": "inventory_equal@1", "args": InventoryEqual } | { "condition": "holdings_noted@1", "args": HoldingsNoted } | { "condition": "landed@1", "args": Landed } | { "condition": "leader_upgraded@1", "args": LeaderUpgraded } | { "condition": "left_aside@1", "args": LeftAside } | { "condition": "log_carried_over@1", "args": LogCarriedOver } | { "condition": "login_works@1", "args": LoginWorks } | { "condition": "maintenance_clear@1", "args": MaintenanceClear } | { "condition": "mapping_reloaded@1", "args": MappingReloaded } | { "condition": "mapping_settled@1", "args": MappingSettled } | { "condition": "mapping_unchanged@1", "args": MappingUnchanged } | { "condition": "mappings_at_rest@1", "args": MappingsAtRest } | { "condition": "mappings_loaded@1", "args": MappingsLoaded } | { "condition": "moment_noted@1", "args": MomentNoted } | { "condition": "nearly_caught_up@2", "args": NearlyCaughtUp } | { "condition": "no_dynos@1", "args": NoDynos } | { "condition": "no_old_writes@1", "args": NoOldWrites } | { "condition": "no_sessions@2", "args": NoSessions } | { "condition": "one_lead@1", "args": OneLead } | { "condition": "org_is@1", "args": OrgIs } | { "condition": "parent_loaded@1", "args": ParentLoaded } | { "condition": "plan_is@1", "args": PlanIs } | { "condition": "polls_noted@1", "args": PollsNoted } | { "condition": "position_noted@2", "args": PositionNoted } | { "condition": "position_unmoved@2", "args": PositionUnmoved } | { "condition": "rows_unmoved@1", "args": RowsUnmoved } | { "condition": "processed_since@1", "args": ProcessedSince } | { "condition": "queue_at@1", "args": QueueAt } | { "condition": "quiesced@2", "args": Quiesced } | { "condition": "refused_since@1", "args": RefusedSince } | { "condition": "release_succeeded@1", "args": ReleaseSucceeded } | { "condition": "replayed@1", "args": Replayed } | { "condition": "revived_judged@1", "args": RevivedJudged } | { "condition": "rights_kept@1", "args": RightsKept } | { "condition": "rolled_back_to@1", "args": RolledBackTo } | { "condition": "row_counts_equal@2", "args": RowCountsEqual } | { "condition": "rows_equal_all@1", "args": RowsEqualAll } | { "condition": "rows_exported@1", "args": RowsExported } | { "condition": "safeguarded@1", "args": Safeguarded } | { "condition": "sent_again@1", "args": SentAgain } | { "condition": "sequences_past@2", "args": SequencesPast } | { "condition": "server_replaced@1", "args": ServerReplaced } | { "condition": "settings_kept@1", "args": SettingsKept } | { "condition": "some_up@2", "args": SomeUp } | { "condition": "span_proven@1", "args": SpanProven } | { "condition": "stands_alone@1", "args": StandsAlone } | { "condition": "statistics_present@2", "args": StatisticsPresent } | { "condition": "table_held@1", "args": TableHeld } | { "condition": "target_alone@1", "args": TargetAlone } | { "condition": "target_is@1", "args": TargetIs } | { "condition": "transfer_ended@1", "args": TransferEnded } | { "condition": "transfers_noted@1", "args": TransfersNoted } | { "condition": "trial_current@1", "args": TrialCurrent } | { "condition": "unfollowed@1", "args": Unfollowed } | { "condition": "unvisited@1", "args": Unvisited } | { "condition": "upgrade_is@1", "args": UpgradeIs } | { "condition": "upgraded@2", "args": Upgraded } | { "condition": "values_kept@1", "args": ValuesKept } | { "condition": "version_as_asked@1", "args": VersionAsAsked } | { "condition": "window_kept@1", "args": WindowKept });

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
 * True for what keeps the run's own books: shown only to those who want every detail.
 */
quiet: boolean, 
/**
 * Something other than calls and checks.
 */
interaction: Interaction | null, 
/**
 * Must hold immediately before the calls are issued, also after a resume.
 */
guards: Array<Check>, 
/**
 * Changes, issued back to back.
 */
calls: Array<Op>, 
/**
 * From which call on they do not depend on each other and go out together.
 */
togetherFrom: number | null, 
/**
 * What proves that they are done.
 */
until: Array<Check>, 
/**
 * Changes that take this step back.
 */
undo: Array<Op>, 
/**
 * As `together_from`, for those.
 */
undoTogetherFrom: number | null, 
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
 * What to do when it cannot be taken back.
 */
onUndoFailure?: OnUndoFailure, 
/**
 * Changes made before going on, with [`OnFailure::GoOn`]; with [`OnFailure::Again`] where it cannot be done, and is not only late.
 */
fallback: Array<Op>, 
/**
 * With these, whoever resumes begins anew with this step.
 */
againFrom?: string, 
/**
 * It is left over at once if this step was left over.
 */
needs: string | null, 
/**
 * How many times the whole step may be tried: take back, then try again.
 */
tries: number, 
/**
 * It takes up what this step began: it is passed over where that was passed over. See [`super::Marks::adopts`].
 */
after?: string, };

export type PlanMethod = { 
/**
 * For example `follower`, `direct` or `copy`.
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
 * Platform API, of 4,500 an hour for the account; autoscaling included.
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

export type Marks = { 
/**
 * From entering it until it is taken back, or until `downtime_closes` is done, writers are stopped.
 */
downtimeOpens: string | null, 
/**
 * Once all of these are done, every app is back.
 */
downtimeCloses: Array<string>, 
/**
 * From its first change until it is taken back, or until `sync_resumes` is done, Connect is paused.
 */
syncPauses: string | null, 
/**
 * Once it is done, Connect runs again.
 */
syncResumes: string | null, 
/**
 * Once it is done, traffic uses another database than before.
 */
cutOver: string | null, 
/**
 * What was made before it is kept when a downtime cannot be finished.
 */
keptFrom: string | null, 
/**
 * Up to here one that is left over keeps none of the others from being done; behind it nothing is begun until none is.
 */
wholeUpTo?: string, 
/**
 * What was made from it on is made anew where a step finds that it is stale.
 */
anewFrom?: string, 
/**
 * From its first change on what was made for the run cannot be used a second time.
 */
spends: string | null, 
/**
 * From its first announced change on there is only forward.
 */
pointOfNoReturn: string | null, 
/**
 * From its first change on the service may do by itself what this run is to ask for: before anything else it is taken back.
 */
arms?: string, 
/**
 * From here the run goes on once the service did it by itself; what lies between is passed over.
 */
adopts?: string, };

export type Names = Record<string, boolean | string | Process[]>;

export type Next = { 
/**
 * The command.
 */
command: string, 
/**
 * What it does or when it is due; empty if that is plain.
 */
why: string, };

export type Words = { 
/**
 * Headline of the plan.
 */
title: string, 
/**
 * How things stand before anything is moved, and again when all is taken back.
 */
before: string, 
/**
 * How things stand once everything is taken back.
 */
undone: string, 
/**
 * How things stand once the cut-over is done.
 */
after: string, 
/**
 * How things stand at the end.
 */
done: string, 
/**
 * What is left to do at the end.
 */
next: Array<Next>, 
/**
 * What may be typed once everything was taken back, where something else than the same is worth a try.
 */
again?: Array<Next>, 
/**
 * What may be typed while apps are stopped and there is only forward, to have them back in part.
 */
meanwhile?: Array<Next>, 
/**
 * What leads back once the run itself does not any more: for a person to decide on.
 */
back?: Array<Next>, };

export type Major = number;

export type DatabaseRef = string;

export type UpgradeMethod = "follower" | "direct" | "copy";

export type Copying = { 
/**
 * It is not tried before an app is stopped.
 */
noTrial: boolean, 
/**
 * What Connect has not sent is carried along in its log.
 */
carryLog: boolean, };

export type WayBack = "copy" | "backup" | "none";

export type UpgradeRequest = { 
/**
 * Target major.
 */
version: Major, 
/**
 * Method asked for; the best one if absent.
 */
method: UpgradeMethod | null, 
/**
 * Existing follower to use.
 */
follower: string | null, 
/**
 * Plan of the follower that is made, without its service; that of the leader if absent.
 */
followerPlan: string | null, 
/**
 * How to copy.
 */
copy?: Copying, 
/**
 * What leads back from an upgrade in place; the best that there is if absent.
 */
wayBack?: WayBack, 
/**
 * Use an upgrade that was prepared already.
 */
adopt?: boolean, 
/**
 * Wait until the operator has read what came of a dry run.
 */
dryrun?: boolean, };

export type PlanLimits = { 
/**
 * Data, bytes.
 */
bytes: number, 
/**
 * Connections.
 */
connections: number, };

export type ChangeMethod = "in-place" | "changeover" | "copy" | "recreate";

export type ChangePlanRequest = { 
/**
 * The wanted plan, without its service.
 */
plan: string, 
/**
 * Method asked for; the best one if absent.
 */
method: ChangeMethod | null, 
/**
 * Existing follower that takes over.
 */
follower: string | null, 
/**
 * What the wanted plan allows, as the operator knows it.
 */
limits: PlanLimits | null, 
/**
 * Restart dynos if nobody is connected once the plan is changed.
 */
restartHung: boolean, 
/**
 * Postgres major of a copy; that of the database if absent.
 */
version?: Major, 
/**
 * How to copy.
 */
copy?: Copying, };

export type FinishRequest = { 
/**
 * The run.
 */
run: string, 
/**
 * Add-on that it left behind.
 */
addon: string, 
/**
 * App that pays for it.
 */
billingApp: string, 
/**
 * Name of the spare attachment through which it is reached.
 */
attachment: string, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, 
/**
 * Position of that database when it was left.
 */
position: Position, 
/**
 * Where the database is that leads since.
 */
lead: Location, 
/**
 * Name of the spare attachment of that one, if nothing uses it.
 */
spare: string | null, 
/**
 * Number of the newest backup before the run.
 */
backups: number, 
/**
 * The add-on that leads since, where Heroku's own protection of it stands for a backup: one that takes none, or that is too large for one.
 */
protected?: LeadAddon, 
/**
 * Of whom its fence is.
 */
fence: FenceScope, 
/**
 * Whether it shares its server with databases of others.
 */
shared: boolean, };

export type QuiesceRequest = { 
/**
 * The connection, by its add-on; all of the database if absent.
 */
resource: string | null, 
/**
 * For so long from when it is quiet, milliseconds, unless a moment is said.
 */
forMs: number, 
/**
 * Until this moment.
 */
until: number | null, 
/**
 * Connect sends everything that it has captured first.
 */
drain: boolean, 
/**
 * How long that may take, milliseconds.
 */
drainMs: number | null, 
/**
 * What it is for.
 */
reason: string | null, };

export type ResumeSyncRequest = { 
/**
 * The run that paused it; whichever did if absent.
 */
run: string | null, 
/**
 * The connection, by its add-on; every one that was paused if absent.
 */
resource: string | null, 
/**
 * Only a pause of a run that should have ended by now.
 */
overdue: boolean, };

export type ChangeFieldRequest = { 
/**
 * Object of the mapping; every mapping if absent, and then only what saving it is enough for.
 */
object: string | null, 
/**
 * Fields; every one that differs if there is none.
 */
fields: Array<string>, 
/**
 * The connection, by its add-on; every one of the database if absent.
 */
resource: string | null, 
/**
 * What the fields are now, as the operator knows it.
 */
to: FieldDefinition | null, 
/**
 * Take the fields out of the mapping and put them back, whatever the difference is.
 */
remap: boolean, };

export type RecreateReason = "tier-change" | "sandbox-refresh";

export type RecreateRequest = { 
/**
 * Why.
 */
reason: RecreateReason, 
/**
 * The connection, by its add-on; the only one of the database if absent.
 */
resource: string | null, 
/**
 * Plan of the new add-on, `service:plan`; that of the old one if absent.
 */
plan: string | null, };

export type ResyncRequest = { 
/**
 * How the rollback comes about.
 */
rollback: Rollback, 
/**
 * The moment.
 */
at: number, 
/**
 * The database as it was, as the operator names it, where the rollback was made already.
 */
old: string | null, 
/**
 * The connection, by its add-on; every one of the database if absent.
 */
resource: string | null, 
/**
 * Connect is paused before the rollback is made, so that a mistake travels no further.
 */
pauseNow: boolean, 
/**
 * Rows that a person must look after are written into files of the run.
 */
exportRows?: boolean, 
/**
 * Objects of the mappings that are reloaded; every one if there is none.
 */
mappings: Array<string>, };

export type Rollback = "make" | "done";

export type FenceScope = "database" | "credential";

export type Exported = "unsent" | "sent" | "marked";

export type LeadAddon = { 
/**
 * Name.
 */
name: string, 
/**
 * Id.
 */
id: string, };

export type Wanted = { "id": "upgrade-db" } & UpgradeRequest | { "id": "change-plan" } & ChangePlanRequest | { "id": "quiesce" } & QuiesceRequest | { "id": "resume-sync" } & ResumeSyncRequest | { "id": "change-field" } & ChangeFieldRequest | { "id": "recreate" } & RecreateRequest | { "id": "resync" } & ResyncRequest | { "id": "finish" } & FinishRequest | { "id": "look" };

export type PlanRequest = { 
/**
 * App that the operator named.
 */
app: string, 
/**
 * Database.
 */
database: DatabaseRef, 
/**
 * Accepted codes.
 */
accept: Array<string>, 
/**
 * Longest downtime, milliseconds.
 */
maxDowntimeMs: number, 
/**
 * The downtime does not begin after this moment.
 */
downtimeBefore: number | null, 
/**
 * Interval between reads while nothing is stopped, milliseconds.
 */
waitIntervalMs: number, 
/**
 * Web dynos of apps in a space are stopped too, and with them the maintenance page.
 */
spaceWebZero?: boolean, 
/**
 * What is asked of the aftercare.
 */
aftercare?: Aftercare, 
/**
 * Which procedure, and what it takes.
 */
procedure: Wanted, };

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
request: PlanRequest, 
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
 * Apps that are touched.
 */
apps: Array<string>, 
/**
 * The word that confirms it.
 */
confirmation: string, 
/**
 * Steps in order.
 */
steps: Array<Step>, 
/**
 * What some of them mean.
 */
marks: Marks, 
/**
 * Calls on the good path, survey included; waits come on top.
 */
budget: Budget, 
/**
 * What this plan does not look after.
 */
notCovered: Array<string>, 
/**
 * Names of what is created.
 */
names: Names, 
/**
 * What is said of it.
 */
words: Words, };

export type TimeSpan = { 
/**
 * Where it begins.
 */
from: number, 
/**
 * Where it ends.
 */
to: number, };

export type Tick = { 
/**
 * Where.
 */
at: number, 
/**
 * What stands at it.
 */
text: string, };

export type Bar = { 
/**
 * Id of the step.
 */
step: string, 
/**
 * Zone.
 */
zone: Zone, 
/**
 * If everything takes as little as was estimated.
 */
least: TimeSpan, 
/**
 * If everything takes as much.
 */
most: TimeSpan, 
/**
 * True if it changes nothing and waits for something.
 */
waits: boolean, };

export type Stretch = { 
/**
 * What it is, and how long it takes if that is estimated.
 */
text: string, 
/**
 * True if apps are stopped.
 */
downtime: boolean, 
/**
 * Its whole duration, least and most, milliseconds.
 */
takes: [number, number], 
/**
 * Lines on its own axis, which ends with the most that it takes.
 */
ticks: Array<Tick>, 
/**
 * Its steps, in order.
 */
bars: Array<Bar>, };

export type Moment = { 
/**
 * Id of the step that begins there.
 */
step: string, 
/**
 * What it is.
 */
text: string, 
/**
 * If everything takes as little as was estimated.
 */
least: number, 
/**
 * If everything takes as much.
 */
most: number, };

export type Mark = "least" | "most" | "waits" | "downtime" | "cutOver" | "noReturn";

export type LegendKey = { 
/**
 * Which mark.
 */
mark: Mark, 
/**
 * What it means.
 */
text: string, };

export type Timeline = { 
/**
 * What it shows, in a sentence.
 */
text: string, 
/**
 * That the shares of the steps are a sketch, in a sentence.
 */
sketch: string, 
/**
 * Words of the two rows of the overview: the least, the most.
 */
rows: [string, string], 
/**
 * Lines on the axis of the whole, which ends with the most that it takes.
 */
ticks: Array<Tick>, 
/**
 * In order.
 */
stretches: Array<Stretch>, 
/**
 * Cut-over and point of no return, if the plan has them.
 */
cutOver: Moment | null, 
/**
 * From here on there is only forward.
 */
noReturn: Moment | null, 
/**
 * What the marks of the picture mean.
 */
legend: Array<LegendKey>, };

export type PageLabels = { 
/**
 * Copies commands.
 */
copy: string, 
/**
 * They are copied.
 */
copied: string, 
/**
 * Saves the plan.
 */
plan: string, 
/**
 * Saves the change request.
 */
changeRequest: string, 
/**
 * Saves the runbook.
 */
runbook: string, 
/**
 * Headline of what can be chosen otherwise.
 */
choices: string, 
/**
 * What becomes of a choice.
 */
chosen: string, 
/**
 * Stands at what is otherwise than in the plan of the file.
 */
changed: string, 
/**
 * Goes back to the plan of the file.
 */
original: string, 
/**
 * The sum is that of this plan.
 */
verified: string, 
/**
 * It is not.
 */
unverified: string, 
/**
 * Nothing can be computed in this page.
 */
lifeless: string, 
/**
 * Headline of the rehearsal.
 */
rehearsal: string, 
/**
 * What a rehearsal is.
 */
rehearsed: string, 
/**
 * Begins it.
 */
rehearse: string, 
/**
 * Lets it go on.
 */
play: string, 
/**
 * Stops it where it is.
 */
pause: string, 
/**
 * One thing back.
 */
back: string, 
/**
 * One thing on.
 */
forward: string, 
/**
 * How quickly it goes.
 */
speed: string, 
/**
 * Where in it.
 */
position: string, 
/**
 * What can go wrong now.
 */
strikes: string, 
/**
 * Takes everything back that went wrong.
 */
unharmed: string, 
/**
 * Makes the picture wider.
 */
wider: string, 
/**
 * Makes it narrower.
 */
narrower: string, 
/**
 * Asks for a file.
 */
open: string, };

export type PageData = { 
/**
 * `major.minor`, see [`FORMAT_VERSION`].
 */
formatVersion: string, 
/**
 * The plan along time; `None` if nothing is to be done.
 */
timeline: Timeline | null, 
/**
 * The plan, as `--plan-only --out` writes it.
 */
plan: Plan, 
/**
 * Its sum.
 */
sha256: string, 
/**
 * The plan as a change request, in Markdown; `None` if there is nothing to approve.
 */
changeRequest: string | null, 
/**
 * What could be asked for instead.
 */
choices: Array<Choice>, 
/**
 * How it was looked at, for another plan to be looked at in the same way.
 */
view: View, 
/**
 * What stands on buttons and beside them.
 */
labels: PageLabels, };

export type View = { 
/**
 * When the downtime begins.
 */
hold: Hold, 
/**
 * The clock on the wall.
 */
local: LocalTime, };

export type PageParts = { 
/**
 * Its title, as text.
 */
title: string, 
/**
 * Its words, as HTML.
 */
words: string, 
/**
 * Its data.
 */
data: PageData, };

export type Ran = { 
/**
 * Id of the step.
 */
step: string, 
/**
 * From and to, by the time of its own stretch.
 */
span: TimeSpan, 
/**
 * How that differs from what was estimated, in words.
 */
text: string, };

export type Hold = { "kind": "ask" } | { "kind": "no" } | { "kind": "at", "moment": number };

export type Choice = { 
/**
 * What is chosen.
 */
name: string, 
/**
 * What it can be, the one of this plan among them.
 */
options: Array<Variant>, };

export type Variant = { 
/**
 * What it is.
 */
text: string, 
/**
 * True if it is so in this plan.
 */
chosen: boolean, 
/**
 * What would be asked for.
 */
request: PlanRequest, };

export type Evidence = { 
/**
 * What is proven, as a key: `what/of-whom`.
 */
proves: string, 
/**
 * What is proven, in words.
 */
title: string, 
/**
 * What was read.
 */
value: string, };

export type Side = { 
/**
 * Add-on.
 */
addon: string, 
/**
 * Postgres version, if it is known.
 */
version: string | null, };

export type SyncPaused = { 
/**
 * Since when.
 */
since: number, 
/**
 * When it is to end.
 */
due: number, 
/**
 * For how long it should have ended, milliseconds, where somebody looks later.
 */
overdueMs?: number, };

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
 * Headline of the plan.
 */
title: string, 
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
 * The database that it was about, as it was found.
 */
from: Side, 
/**
 * The database that takes or took its place; `None` if none does.
 */
to: Side | null, 
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
downtimeMs: number | null, 
/**
 * Since when apps are stopped, if they are now.
 */
stoppedSince: number | null, 
/**
 * Until when Connect stays paused, if this run ended with that.
 */
syncPaused?: SyncPaused, 
/**
 * Zone that was reached.
 */
zone: Zone, 
/**
 * How things stand, in a sentence.
 */
standing: string, 
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
 * What stays on the old database, and what is leaned on since the cut-over.
 */
stays: Array<string>, 
/**
 * What is still to be done, commands to type.
 */
next: Array<Next>, 
/**
 * What was done and could not be proven.
 */
unproven: Array<string>, 
/**
 * What was not looked after.
 */
notCovered: Array<string>, };

export type Outcome = "landed" | "unknown" | "notSent" | "refused";

export type Limits = { 
/**
 * The downtime does not begin after this moment.
 */
downtimeBefore?: number, 
/**
 * Longest time for which writers may be stopped, milliseconds.
 */
maxDowntimeMs?: number, };

export type JournalEntry = { "kind": "begun", 
/**
 * Run id.
 */
run: string, 
/**
 * `user@host`.
 */
holder: string, 
/**
 * The plan.
 */
plan: Plan, } | { "kind": "entered", 
/**
 * Step id.
 */
step: string, 
/**
 * Its zone.
 */
zone: Zone, } | { "kind": "issued", 
/**
 * Step id.
 */
step: string, 
/**
 * Index of the call.
 */
call: number, 
/**
 * True for a call that takes the step back.
 */
undo: boolean, } | { "kind": "answered", 
/**
 * Step id.
 */
step: string, 
/**
 * Index of the call.
 */
call: number, 
/**
 * True for a call that takes the step back.
 */
undo: boolean, 
/**
 * How.
 */
outcome: Outcome, 
/**
 * HTTP status, SQLSTATE or a stable word.
 */
status: string, } | { "kind": "held", 
/**
 * Step id.
 */
step: string, 
/**
 * Its name.
 */
condition: string, 
/**
 * Values it bound.
 */
bind: Record<string, unknown>, 
/**
 * Proof.
 */
evidence: Array<Evidence>, } | { "kind": "stepDone", 
/**
 * Step id.
 */
step: string, } | { "kind": "deferred", 
/**
 * Step id.
 */
step: string, 
/**
 * Diagnostic code.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, } | { "kind": "retrying", 
/**
 * Step id.
 */
step: string, 
/**
 * Diagnostic code.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, } | { "kind": "undoing", 
/**
 * Step id that failed, or the word `abort`.
 */
step: string, 
/**
 * Diagnostic code.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, 
/**
 * Step from which on everything is taken back; what was made before it is kept. Everything if absent.
 */
to?: string, } | { "kind": "rolledBack", 
/**
 * Step id.
 */
to: string, } | { "kind": "notAsBefore", 
/**
 * Step id.
 */
step: string, 
/**
 * Diagnostic code.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, } | { "kind": "unproven", 
/**
 * Step id.
 */
step: string, 
/**
 * Diagnostic code.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, } | { "kind": "accepted", 
/**
 * Step id.
 */
step: string, 
/**
 * Diagnostic code.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, } | { "kind": "adopted", 
/**
 * Step id at which it was seen.
 */
step: string, 
/**
 * Diagnostic code.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, 
/**
 * Step from which it goes on.
 */
to: string, } | { "kind": "disproved", 
/**
 * Step id.
 */
step: string, } | { "kind": "stepUndone", 
/**
 * Step id.
 */
step: string, } | { "kind": "takenOver", 
/**
 * Who held it.
 */
from: string, 
/**
 * Zone in which it was noted last.
 */
zone: Zone, 
/**
 * What it had learnt by then.
 */
bindings: Record<string, unknown>, } | { "kind": "resumed", 
/**
 * `user@host`.
 */
holder: string, 
/**
 * What they say of the downtime.
 */
limits?: Limits, } | { "kind": "continued", 
/**
 * `user@host`.
 */
holder: string, 
/**
 * What they say of the downtime.
 */
limits?: Limits, } | { "kind": "stopped", 
/**
 * How.
 */
ending: Ending, 
/**
 * Diagnostic code.
 */
code: string, 
/**
 * What was seen.
 */
detail: string, } | { "kind": "approved" };

export type JournalRecord = { 
/**
 * `major.minor`.
 */
version: string, 
/**
 * 0, 1, 2, …
 */
seq: number, 
/**
 * When.
 */
at: number, 
/**
 * Hash of the record before, empty for the first.
 */
prev: string, 
/**
 * What happened.
 */
entry: JournalEntry, };

export type JournalLine = { 
/**
 * Hex SHA-256.
 */
hash: string, 
/**
 * The record.
 */
record: JournalRecord, };

export type Level = "block" | "accept" | "warn" | "notJudged" | "note";

export type Counts = { 
/**
 * That stop an import.
 */
block: number, 
/**
 * That somebody has to accept.
 */
accept: number, 
/**
 * To think about.
 */
warn: number, 
/**
 * Rules that could not be judged, or not of everything.
 */
notJudged: number, 
/**
 * Worth knowing.
 */
note: number, };

export type Finding = { 
/**
 * `area/kebab-case`.
 */
code: string, 
/**
 * How much it matters.
 */
level: Level, 
/**
 * Line of the file, from 1.
 */
line: number | null, 
/**
 * The object it is about.
 */
object: string | null, 
/**
 * The field it is about.
 */
field: string | null, 
/**
 * What is the case, with object, field and line.
 */
message: string, 
/**
 * What to do next.
 */
help: string | null, };

export type Checked = { 
/**
 * Mappings in the file.
 */
mappings: number, 
/**
 * Fields of all of them.
 */
fields: number, 
/**
 * How many findings there are of each level, those that are not shown too.
 */
counts: Counts, 
/**
 * The findings: by level, then by line, then in the order of the rules.
 */
findings: Array<Finding>, 
/**
 * Codes of the rules that had nothing to say, in their order.
 */
ok: Array<string>, };

export type Change = "added" | "removed" | "changed";

export type Class = "destructive" | "applied" | "notApplied";

export type Difference = { 
/**
 * On which side it is.
 */
change: Change, 
/**
 * What an import of the right side does about it.
 */
class: Class, 
/**
 * As in `~ Account access read_only → read_write`.
 */
line: string, };

export type Diff = { 
/**
 * The differences: mappings by object, then the connection.
 */
differences: Array<Difference>, 
/**
 * What is no difference and worth knowing: spelling, what is left out, whether both are of one org.
 */
notes: Array<string>, };

export type Standing = "ok" | "note" | "notJudged" | "warn" | "block";

export type Needed = "never" | "forCheck" | "always";

export type Held = "holds" | "doesNotHold" | "notJudged";

export type Looked = { 
/**
 * Which.
 */
of: string, 
/**
 * `name@version` of what was judged.
 */
condition: string, 
/**
 * Whether it holds.
 */
verdict: Held, 
/**
 * Why it does not, or why nobody knows.
 */
detail: string | null, 
/**
 * Code, if it cannot come true any more.
 */
code: string | null, 
/**
 * What proves that it holds.
 */
evidence: Array<Evidence>, };

export type Since = { 
/**
 * Name of the database add-on.
 */
database: string, 
/**
 * How far it was.
 */
position: Position | null, 
/**
 * When the mappings of each connection had polled last, by the name of its add-on.
 */
polls: { [key in string]: Array<Polled> }, };

export type NamedEntry = { 
/**
 * As it is typed.
 */
name: string, 
/**
 * What holds when it holds.
 */
sentence: string, 
/**
 * What it can be told.
 */
flags: Array<FlagEntry>, };

export type FlagEntry = { 
/**
 * As it is typed.
 */
flag: string, 
/**
 * When it cannot be left out.
 */
needed: Needed, };

export type Verdict = { 
/**
 * `area/kebab-case`.
 */
code: string, 
/**
 * How it stands.
 */
standing: Standing, 
/**
 * What is the case.
 */
message: string, 
/**
 * What to do next, a command where there is one.
 */
help: string | null, };

export type Listed = { 
/**
 * True while a living process of this machine is at work on it.
 */
running: boolean, 
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
 * Headline of the plan.
 */
title: string, 
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
 * The database that it was about, as it was found.
 */
from: Side, 
/**
 * The database that takes or took its place; `None` if none does.
 */
to: Side | null, 
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
downtimeMs: number | null, 
/**
 * Since when apps are stopped, if they are now.
 */
stoppedSince: number | null, 
/**
 * Until when Connect stays paused, if this run ended with that.
 */
syncPaused?: SyncPaused, 
/**
 * Zone that was reached.
 */
zone: Zone, 
/**
 * How things stand, in a sentence.
 */
standing: string, 
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
 * What stays on the old database, and what is leaned on since the cut-over.
 */
stays: Array<string>, 
/**
 * What is still to be done, commands to type.
 */
next: Array<Next>, 
/**
 * What was done and could not be proven.
 */
unproven: Array<string>, 
/**
 * What was not looked after.
 */
notCovered: Array<string>, };

export type Untrusted = { 
/**
 * Run id.
 */
run: string, 
/**
 * Why not.
 */
why: string, };

export type Content = { "kind": "refusal", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Findings.
 */
diagnostics: Array<Diagnostic>, } | { "kind": "plan", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * The plan.
 */
plan: Plan, 
/**
 * Hex SHA-256 of what it does.
 */
sha256: string, } | { "kind": "snapshot", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * What was seen.
 */
snapshot: Snapshot, } | { "kind": "verdicts", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * The verdicts, the worst first.
 */
verdicts: Array<Verdict>, } | { "kind": "config", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * What was found.
 */
checked: Checked, } | { "kind": "fields", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Each field.
 */
changes: Array<FieldChange>, } | { "kind": "configDiff", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * How.
 */
diff: Diff, } | { "kind": "maintenances", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Incidents and announcements; `null` if the status site could not be read.
 */
announced: Array<Announcement> | null, 
/**
 * Maintenances of the app's databases; `null` if they could not be read.
 */
databases: Array<Due> | null, 
/**
 * Connections that can be seen; `null` if Connect did not answer.
 */
connections: Array<Listener> | null, 
/**
 * Connect add-ons whose connection this login may not see.
 */
hidden: Array<string>, 
/**
 * What 45 minutes mean for each connection; `null` if that was not looked at.
 */
outlook: Array<Outlook> | null, 
/**
 * What was acknowledged.
 */
acknowledged: Array<Acknowledged>, 
/**
 * When Connect was away, if that was waited for.
 */
away: Away | null, 
/**
 * What proves that it is back, or what is missing.
 */
looked: Array<Looked>, 
/**
 * Runs of this machine that are open here; `null` if that was not looked at.
 */
runs: Array<OpenRun> | null, } | { "kind": "condition", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Its name.
 */
condition: string, 
/**
 * Whether it holds: of all of it.
 */
verdict: Held, 
/**
 * How long that took, milliseconds.
 */
waitedMs: number, 
/**
 * What was seen of each add-on and app.
 */
looked: Array<Looked>, 
/**
 * What it learnt, for a later `--since`, if it holds.
 */
since: Since | null, } | { "kind": "conditions", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * The conditions.
 */
conditions: Array<NamedEntry>, } | { "kind": "report", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * The report.
 */
report: Report, } | { "kind": "step", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Run id.
 */
run: string, 
/**
 * Step id; absent for the beginning of a run.
 */
step: string | null, 
/**
 * What the runbook does next.
 */
stepped: Stepped, } | { "kind": "runs", 
/**
 * Those whose journals can be trusted: those with an app stopped first, then the newest.
 */
runs: Array<Listed>, 
/**
 * The others.
 */
untrusted: Array<Untrusted>, } | { "kind": "run", 
/**
 * Its report.
 */
report: Report, 
/**
 * Hash of its last record.
 */
head: string, 
/**
 * True if torn lines were left out of its journal.
 */
torn: boolean, 
/**
 * Its plan.
 */
plan: Plan, };

export type Output = { 
/**
 * `major.minor`.
 */
formatVersion: string, } & ({ "kind": "refusal", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Findings.
 */
diagnostics: Array<Diagnostic>, } | { "kind": "plan", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * The plan.
 */
plan: Plan, 
/**
 * Hex SHA-256 of what it does.
 */
sha256: string, } | { "kind": "snapshot", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * What was seen.
 */
snapshot: Snapshot, } | { "kind": "verdicts", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * The verdicts, the worst first.
 */
verdicts: Array<Verdict>, } | { "kind": "config", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * What was found.
 */
checked: Checked, } | { "kind": "fields", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Each field.
 */
changes: Array<FieldChange>, } | { "kind": "configDiff", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * How.
 */
diff: Diff, } | { "kind": "maintenances", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Incidents and announcements; `null` if the status site could not be read.
 */
announced: Array<Announcement> | null, 
/**
 * Maintenances of the app's databases; `null` if they could not be read.
 */
databases: Array<Due> | null, 
/**
 * Connections that can be seen; `null` if Connect did not answer.
 */
connections: Array<Listener> | null, 
/**
 * Connect add-ons whose connection this login may not see.
 */
hidden: Array<string>, 
/**
 * What 45 minutes mean for each connection; `null` if that was not looked at.
 */
outlook: Array<Outlook> | null, 
/**
 * What was acknowledged.
 */
acknowledged: Array<Acknowledged>, 
/**
 * When Connect was away, if that was waited for.
 */
away: Away | null, 
/**
 * What proves that it is back, or what is missing.
 */
looked: Array<Looked>, 
/**
 * Runs of this machine that are open here; `null` if that was not looked at.
 */
runs: Array<OpenRun> | null, } | { "kind": "condition", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Its name.
 */
condition: string, 
/**
 * Whether it holds: of all of it.
 */
verdict: Held, 
/**
 * How long that took, milliseconds.
 */
waitedMs: number, 
/**
 * What was seen of each add-on and app.
 */
looked: Array<Looked>, 
/**
 * What it learnt, for a later `--since`, if it holds.
 */
since: Since | null, } | { "kind": "conditions", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * The conditions.
 */
conditions: Array<NamedEntry>, } | { "kind": "report", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * The report.
 */
report: Report, } | { "kind": "step", 
/**
 * How it ended.
 */
ending: Ending, 
/**
 * Run id.
 */
run: string, 
/**
 * Step id; absent for the beginning of a run.
 */
step: string | null, 
/**
 * What the runbook does next.
 */
stepped: Stepped, } | { "kind": "runs", 
/**
 * Those whose journals can be trusted: those with an app stopped first, then the newest.
 */
runs: Array<Listed>, 
/**
 * The others.
 */
untrusted: Array<Untrusted>, } | { "kind": "run", 
/**
 * Its report.
 */
report: Report, 
/**
 * Hash of its last record.
 */
head: string, 
/**
 * True if torn lines were left out of its journal.
 */
torn: boolean, 
/**
 * Its plan.
 */
plan: Plan, });

export type StreamedItem = { "kind": "stage", 
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
downtimeMs: number | null, } | { "kind": "output", 
/**
 * The value.
 */
output: Output, };

export type Streamed = { 
/**
 * `major.minor`.
 */
formatVersion: string, 
/**
 * When it was printed, milliseconds since 1970-01-01 UTC.
 */
at: number, } & ({ "kind": "stage", 
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
downtimeMs: number | null, } | { "kind": "output", 
/**
 * The value.
 */
output: Output, });

export type Occasion = "downtimeBegan" | "downtimeEnded" | "personNeeded" | "ended";

export type Notification = { 
/**
 * `major.minor`.
 */
formatVersion: string, 
/**
 * What it is about.
 */
occasion: Occasion, 
/**
 * When, milliseconds since 1970-01-01 UTC.
 */
at: number, 
/**
 * Run id.
 */
run: string, 
/**
 * Apps that the run touches.
 */
apps: Array<string>, 
/**
 * The same for people, in a sentence or two. Chats show this field.
 */
text: string, 
/**
 * What to type to see more.
 */
command: string, 
/**
 * Exit code, once the process has ended.
 */
exitCode: number | null, };

export type ProcedureEntry = { 
/**
 * Its id.
 */
id: string, 
/**
 * Section of the manual.
 */
manual: string, 
/**
 * Codes of its prechecks, in the order in which they are shown.
 */
prechecks: Array<string>, };

export type CodeEntry = { 
/**
 * `area/kebab-case`.
 */
code: string, 
/**
 * What it says.
 */
sentence: string, };

export type ExitCode = { 
/**
 * The number.
 */
code: number, 
/**
 * What it means.
 */
meaning: string, };

export type ShellExitCodes = { 
/**
 * Somebody else drives the run.
 */
blocked: number, 
/**
 * Connect stays paused: a process that was to resume it was interrupted.
 */
paused: number, 
/**
 * Anything that should not happen.
 */
unexpected: number, 
/**
 * A flag that cannot be understood.
 */
usage: number, 
/**
 * Ctrl-C a second time: the process ends at once, as a shell expects of SIGINT.
 */
interruptedTwice: number, };

export type ShellNames = { 
/**
 * The code under which an announcement of Heroku is accepted.
 */
notices: string, 
/**
 * Heroku's own Connect plugin, as the CLI installs it.
 */
officialPlugin: string, };

export type Catalog = { 
/**
 * `major.minor`.
 */
formatVersion: string, 
/**
 * Procedures.
 */
procedures: Array<ProcedureEntry>, 
/**
 * Ways to upgrade, as they are typed; the best first.
 */
upgradeMethods: Array<string>, 
/**
 * What leads back from an upgrade in place, as it is typed; the best first.
 */
waysBack: Array<string>, 
/**
 * Ways to change the plan, as they are typed; the best first.
 */
changeMethods: Array<string>, 
/**
 * Forms in which a plan is written, as they are typed; the first is meant if none is.
 */
planFormats: Array<string>, 
/**
 * From which verdict on the doctor fails, as it is typed; the first is meant if none is.
 */
failOn: Array<string>, 
/**
 * Conditions that can be checked and waited for by name.
 */
named: Array<NamedEntry>, 
/**
 * Diagnostic codes.
 */
codes: Array<CodeEntry>, 
/**
 * Exit codes.
 */
exitCodes: Array<ExitCode>, 
/**
 * Exit codes that a shell gives by itself.
 */
shellExitCodes: ShellExitCodes, 
/**
 * Names that a shell looks for or types.
 */
shellNames: ShellNames, 
/**
 * Names of ops, with their versions.
 */
ops: Array<string>, 
/**
 * Names of conditions, with their versions.
 */
conditions: Array<string>, };

export type Named = "none" | "first" | "every";

export type Watched = { 
/**
 * True if it is only dangerous while a run is open on the app.
 */
onlyOpen: boolean, 
/**
 * Flags of which one must be there, if any is named.
 */
flags: Array<string>, 
/**
 * What one of its words must be like, as a regular expression.
 */
word: string | null, 
/**
 * Which of its words name an add-on.
 */
addons: Named, 
/**
 * Services of which that add-on must be; one that is known to be of another service is not spoken of.
 */
services: Array<string>, 
/**
 * What happens to the sync, or to the run.
 */
what: string, 
/**
 * What does it safely.
 */
instead: Array<string>, };

export type Unheard = { 
/**
 * What it really does.
 */
what: string, 
/**
 * What to type.
 */
instead: Array<string>, };

export type Looks = { 
/**
 * Its connections.
 */
connections: Effect, 
/**
 * Its add-ons, for commands that name one.
 */
addons: Effect, 
/**
 * The names under which they are attached, for the same.
 */
attachments: Effect, };

export type Phrases = { 
/**
 * Connect uses the app, as it was seen now.
 */
live: string, 
/**
 * Connect used the app when a run of this machine was made; it could not be asked now.
 */
remembered: string, 
/**
 * A run of this machine is open on the app.
 */
open: string, 
/**
 * Before what does it safely.
 */
instead: string, 
/**
 * The command goes on, and how not to be told.
 */
goesOn: string, 
/**
 * The command was not started, and how to start it all the same.
 */
stopped: string, 
/**
 * Nobody could tell in time, and a command that should be stopped goes on.
 */
unseen: string, 
/**
 * The variable of the mode is none of its words.
 */
noMode: string, 
/**
 * The variable of the plan is no sum, or not that of a run of this machine that is open.
 */
noPlan: string, };

export type Guard = { 
/**
 * `major.minor`.
 */
formatVersion: string, 
/**
 * Commands that are watched, by their canonical id.
 */
commands: Record<string, Watched>, 
/**
 * What looks like a command and is none, as it is typed.
 */
topics: Record<string, Unheard>, 
/**
 * The one look at an app that uses the network.
 */
looks: Looks, 
/**
 * Endings after which a run is still open.
 */
openEndings: Array<Ending>, 
/**
 * Longest time for which a command may be held up, milliseconds.
 */
patienceMs: number, 
/**
 * Exit code of a command that is not started.
 */
exitCode: number, 
/**
 * Sentences round the ones about the command.
 */
words: Phrases, };

export type AddonDestroy = { 
/**
 * Its name.
 */
addon: string, 
/**
 * App that pays for it.
 */
app: string, };

export type Analyze = { 
/**
 * Database.
 */
place: Place, 
/**
 * How much.
 */
stage: Stage, };

export type AttachmentCreate = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App.
 */
app: string, 
/**
 * Name of the attachment.
 */
attachment: string, 
/**
 * Credential (`credential:NAME`) or pool; the default credential if absent.
 */
namespace: string | null, 
/**
 * True if what has that name is replaced; a name of ours that is taken is refused.
 */
replaces: boolean, };

export type AttachmentDestroy = { 
/**
 * App.
 */
app: string, 
/**
 * Name of the attachment.
 */
attachment: string, };

export type AuthJoin = { 
/**
 * App.
 */
app: string, 
/**
 * Name of the add-on whose connection must be seen.
 */
addon: string, };

export type AuthorizeOpen = { 
/**
 * Schema of before, which notes the organization that it was filled from.
 */
aside: string, 
/**
 * Version of Salesforce's API; the service's own if absent.
 */
apiVersion: string | null, 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * `production` or `sandbox`.
 */
environment: string, 
/**
 * Database.
 */
place: Place, 
/**
 * True if it must be the organization of before, false if it must be another one.
 */
same: boolean, };

export type AutoscalerSwitch = { 
/**
 * On or off.
 */
active: boolean, 
/**
 * App.
 */
app: string, 
/**
 * Id of the app.
 */
appId: string, 
/**
 * Id of the monitor.
 */
monitor: string, };

export type BackupCapture = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * Number of the newest backup or copy before.
 */
after: number | string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Where the database is.
 */
location: Location, };

export type Beat = { 
/**
 * Lead database.
 */
place: Place, };

export type ChildrenKeep = { 
/**
 * Database.
 */
place: Place, 
/**
 * Schema of the mapped table.
 */
schema: string, 
/**
 * Mapped table.
 */
table: string, 
/**
 * A column by which a record is known in another organization too, if it is such a one that the table is loaded from.
 */
unique: string | null, };

export type ChildrenPoint = { 
/**
 * Database.
 */
place: Place, 
/**
 * Schema of the mapped table.
 */
schema: string, 
/**
 * Mapped table.
 */
table: string, 
/**
 * A column by which a record is known in another organization too, if it is such a one that the table is loaded from.
 */
unique: string | null, };

export type ConfigImport = { 
/**
 * `{version, mappings}` as they were exported, without the connection's own part.
 */
config: unknown, 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * Objects of the mappings.
 */
objects: Array<string>, };

export type ConnectAddonCreate = { 
/**
 * Its name.
 */
addon: string, 
/**
 * App that will pay for it.
 */
app: string, 
/**
 * `service:plan`.
 */
plan: string, };

export type ConnectionDestroy = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App that pays for it.
 */
app: string, };

export type ConnectionPause = { 
/**
 * Connection.
 */
connection: ConnectionName, };

export type ConnectionPoint = { 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * Config var.
 */
dbKey: string, 
/**
 * Schema.
 */
schema: string, };

export type ConnectionRecover = { 
/**
 * Connection.
 */
connection: ConnectionName, };

export type ConnectionResume = { 
/**
 * Connection.
 */
connection: ConnectionName, };

export type ConnectionStart = { 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * Where it must run.
 */
database: Location, };

export type ConnectionStop = { 
/**
 * Connection.
 */
connection: ConnectionName, };

export type ConnectionsReset = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Where its sessions are counted.
 */
place: Place, };

export type CopyStart = { 
/**
 * Add-on id of the target.
 */
addonId: string, 
/**
 * Which copy it is.
 */
copy: Transferred, 
/**
 * The source.
 */
from: Place, 
/**
 * The target.
 */
to: Place, };

export type CredentialCreate = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Name of the credential.
 */
credential: string, };

export type DatabaseCreate = { 
/**
 * Name of the add-on.
 */
addon: string, 
/**
 * App that will pay for it.
 */
app: string, 
/**
 * Name of its attachment.
 */
attachment: string, 
/**
 * `service:plan`.
 */
plan: string, 
/**
 * Postgres major.
 */
version: Major, };

export type DbKeySet = { 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * Config var.
 */
dbKey: string, };

export type DependantsKeep = { 
/**
 * What they hang on.
 */
of: TableColumns, };

export type DependantsDrop = { 
/**
 * What they hang on.
 */
of: TableColumns, };

export type DependantsRestore = { 
/**
 * What they hang on.
 */
of: TableColumns, };

export type DynosRestart = { 
/**
 * App.
 */
app: string, 
/**
 * Process type.
 */
kind: string, };

export type DynosStop = { 
/**
 * App.
 */
app: string, 
/**
 * Types that stop by being scaled to 0.
 */
but: Array<string>, };

export type FenceOn = { 
/**
 * Database.
 */
place: Place, 
/**
 * Of whom.
 */
scope: FenceScope, };

export type FenceOff = { 
/**
 * Database.
 */
place: Place, 
/**
 * Of whom.
 */
scope: FenceScope, };

export type FollowerCreate = { 
/**
 * Name of the add-on.
 */
addon: string, 
/**
 * App that will pay for it.
 */
app: string, 
/**
 * Name of its attachment.
 */
attachment: string, 
/**
 * Add-on name of its leader.
 */
leader: string, 
/**
 * `service:plan`.
 */
plan: string, };

export type FormationScale = { 
/**
 * App.
 */
app: string, 
/**
 * Process types; those that are not named stay as they are.
 */
formation: Array<Process> | string, };

export type GrantsApply = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, };

export type LockTake = { 
/**
 * What tells this holder from every other one.
 */
claim: string, 
/**
 * Who.
 */
holder: string, 
/**
 * The run that is over and holds the lock for a purpose that this run ends.
 */
insteadOf?: string, 
/**
 * How the apps were.
 */
original: Array<Original>, 
/**
 * Lead database.
 */
place: Place, 
/**
 * Run id.
 */
run: string, 
/**
 * When, milliseconds since 1970.
 */
since: string, };

export type LockZone = { 
/**
 * What tells this holder from every other one.
 */
claim: string, 
/**
 * Who.
 */
holder: string, 
/**
 * Lead database.
 */
place: Place, 
/**
 * Run id.
 */
run: string, 
/**
 * Zone that is entered.
 */
zone: Zone, };

export type LockHold = { 
/**
 * What tells this holder from every other one.
 */
claim: string, 
/**
 * The connections that are paused.
 */
connections: Array<HeldHead>, 
/**
 * Add-on id of the database.
 */
database: string, 
/**
 * For so long, milliseconds, unless a moment is said.
 */
forMs: number, 
/**
 * Who.
 */
holder: string, 
/**
 * Lead database.
 */
place: Place, 
/**
 * What it is for, if that was said.
 */
reason: string | null, 
/**
 * Run id.
 */
run: string, 
/**
 * Until this moment, milliseconds since 1970.
 */
until: number | null, };

export type LockRelease = { 
/**
 * Lead database.
 */
place: Place, 
/**
 * Run id.
 */
run: string, };

export type LockReturn = { 
/**
 * Lead database.
 */
place: Place, 
/**
 * Run id.
 */
run: string, 
/**
 * The run that held it.
 */
to: string, };

export type MaintenanceSet = { 
/**
 * App.
 */
app: string, 
/**
 * On or off.
 */
on: boolean, };

export type MappingPut = { 
/**
 * Its configuration, without its number.
 */
config: unknown, 
/**
 * Mapping.
 */
mapping: MappingName, 
/**
 * Number of the configuration that is replaced.
 */
revision: number | string, 
/**
 * Fields that are left out of it.
 */
without: Array<string>, };

export type MappingReload = { 
/**
 * What its table held before.
 */
before: TableBefore | string, 
/**
 * Mapping.
 */
mapping: MappingName, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, 
/**
 * Table.
 */
table: string, };

export type PlanChange = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * The wanted plan, `service:plan`.
 */
plan: string, };

export type ReleaseAgain = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App.
 */
app: string, 
/**
 * Spare name of the attachment.
 */
attachment: string, };

export type RevivedMark = { 
/**
 * Database.
 */
place: Place, 
/**
 * Which.
 */
revived: Revived | string, 
/**
 * Schema.
 */
schema: string, };

export type RevivedUnmark = { 
/**
 * Database.
 */
place: Place, 
/**
 * Which.
 */
revived: Revived | string, 
/**
 * Schema.
 */
schema: string, };

export type RollbackCreate = { 
/**
 * Name of the add-on.
 */
addon: string, 
/**
 * App that will pay for it.
 */
app: string, 
/**
 * Name of its attachment.
 */
attachment: string, 
/**
 * `service:plan`.
 */
plan: string, 
/**
 * Add-on name of the other one.
 */
source: string, 
/**
 * The moment.
 */
to: number, };

export type ScheduleCreate = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * When, and under which name.
 */
schedule: Schedule, };

export type SchemaAside = { 
/**
 * Rows without a Salesforce id that were accepted; any number if absent.
 */
alone: number | null, 
/**
 * What it is called then.
 */
aside: string, 
/**
 * Refused changes that were accepted; any number if absent.
 */
failed: number | null, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, 
/**
 * Its mapped tables.
 */
tables: Array<string>, 
/**
 * Changes that were accepted to stay unsent; any number if absent.
 */
waits: number | null, };

export type SchemaBack = { 
/**
 * What it is called now.
 */
aside: string, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, };

export type SequencesRaise = { 
/**
 * The database whose sequences are moved.
 */
new: Place, 
/**
 * The other one.
 */
old: Place, 
/**
 * Schema.
 */
schema: string, };

export type SessionsEnd = { 
/**
 * Database.
 */
place: Place, };

export type SettingSet = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Its key, for example `log_statement`.
 */
key: string, 
/**
 * Its value.
 */
value: Setting, };

export type TransferCancel = { 
/**
 * Which one.
 */
copy: Transferred, };

export type Unfollow = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * The follower.
 */
place: Place, };

export type UpgradeCancel = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Its major before.
 */
from: Major, 
/**
 * Database, at whatever address it is.
 */
place: Place, };

export type UpgradePrepare = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Its major before.
 */
from: Major, 
/**
 * Database, at whatever address it is.
 */
place: Place, 
/**
 * Target major.
 */
version: Major, };

export type UpgradeRun = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Target major.
 */
version: Major, };

export type UpgradeStart = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Its major before.
 */
from: Major, 
/**
 * Database, at whatever address it is.
 */
place: Place, 
/**
 * Target major.
 */
version: Major, };

export type WindowSet = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * The window.
 */
window: Window, };

export type WriteProbe = { 
/**
 * Database.
 */
place: Place, };

export type AcrossEqual = { 
/**
 * What it held.
 */
before: Holdings | string, 
/**
 * Database.
 */
place: Place, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, };

export type AddonGone = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App.
 */
app: string, };

export type AddonProvisioned = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App.
 */
app: string, 
/**
 * Gets its id and its price.
 */
bind: AddonSlots, };

export type AddressKnown = { 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App.
 */
app: string, 
/**
 * Gets where it is.
 */
bind: UrlSlots, 
/**
 * Config var.
 */
configVar: string, };

export type ApiVersionIs = { 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * Version, as shown.
 */
version: string, };

export type Attached = { 
/**
 * App.
 */
app: string, 
/**
 * Gets the release.
 */
bind: ReleaseSlots, 
/**
 * Config vars.
 */
configVars: Array<string>, 
/**
 * True if they must point there to the port: none of them goes through a pooler.
 */
exact?: boolean, 
/**
 * Where they must not point any more, to the port, unless it is the wanted place itself: on one host that alone tells a copy from
 * its original.
 */
left: Location | null, 
/**
 * Where they must point. Poolers answer on a port of their own.
 */
location: Location, 
/**
 * True if the newest release must have succeeded; else it is enough that the current one holds the database.
 */
strict: boolean, };

export type AttachmentsUnchanged = { 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * What the plan knows.
 */
attachments: Array<AttachedAs>, 
/**
 * Names made by this run.
 */
ours: Array<string>, };

export type BackupTaken = { 
/**
 * Number of the newest backup or copy before.
 */
after: number | string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Where the database is.
 */
location: Location, };

export type BeatNoted = { 
/**
 * Gets it.
 */
bind: string, 
/**
 * Database.
 */
place: Place, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, 
/**
 * The session of this name, which is opened for it and stays open; a fresh one if absent.
 */
session: string | null, };

export type BeatsKept = { 
/**
 * The first beat on the present server.
 */
after: AcknowledgedBeat | string, 
/**
 * The last beat on the server of before.
 */
before: AcknowledgedBeat | string, 
/**
 * Database, at whatever address it is.
 */
place: Place, };

export type ChildrenPointed = { 
/**
 * Database.
 */
place: Place, 
/**
 * Schema of the mapped table.
 */
schema: string, 
/**
 * Mapped table.
 */
table: string, };

export type ClientsSeen = { 
/**
 * Database.
 */
place: Place, };

export type ColumnsAre = { 
/**
 * Columns of a table.
 */
of: TableColumns, 
/**
 * How each must be.
 */
wanted: Array<ColumnIs>, };

export type ConfigArrived = { 
/**
 * `{version, mappings}`.
 */
config: unknown, 
/**
 * Connection.
 */
connection: NewConnection, };

export type ConfigResolves = { 
/**
 * App.
 */
app: string, 
/**
 * Those that must.
 */
configVars: Array<Resolved>, };

export type ConfigUnchanged = { 
/**
 * `{version, mappings}`.
 */
config: unknown, 
/**
 * Connection.
 */
connection: ConnectionName, };

export type ConnectObjects = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, 
/**
 * Schema.
 */
schema: string, };

export type ConnectProvisioned = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App.
 */
app: string, };

export type ConnectionListed = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * App.
 */
app: string, 
/**
 * Gets its id and its region.
 */
bind: ConnectionSlots, };

export type ConnectionPaused = { 
/**
 * Connection.
 */
connection: ConnectionName, };

export type ConnectionPoints = { 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * Where it must be.
 */
database: Location, 
/**
 * Config var.
 */
dbKey: string, 
/**
 * Schema.
 */
schema: string, };

export type ConnectionResumed = { 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * Where it must run.
 */
database: Location, };

export type ConnectionUnchanged = { 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * Config var that the plan knows.
 */
dbKey: string, };

export type DatabaseMade = { 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * Database.
 */
place: Place, 
/**
 * Postgres major.
 */
version: Major, };

export type Drained = { 
/**
 * Rows that were in flight for longer than a day and that the operator accepted.
 */
baseline: number, 
/**
 * Since when that was seen.
 */
bind: string, 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * For how long it must be so, milliseconds.
 */
forMs: number, 
/**
 * Its database.
 */
place: Place, 
/**
 * Its schema.
 */
schema: string, };

export type CounterAhead = { 
/**
 * Database.
 */
place: Place, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, };

export type CredentialsActive = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Their names.
 */
names: Array<string>, };

export type DependantsAre = { 
/**
 * Columns of a table.
 */
of: TableColumns, 
/**
 * How.
 */
stand: DependantsStand, };

export type DynosListed = { 
/**
 * Those that are to be up.
 */
all: DynosUp, 
/**
 * Gets whether all of them are up: then nobody has to look again.
 */
bind: string, };

export type DynosNoted = { 
/**
 * App.
 */
app: string, 
/**
 * Where to note it.
 */
bind: string, 
/**
 * Process type.
 */
type: string, };

export type DynosRestarted = { 
/**
 * App.
 */
app: string, 
/**
 * Ids of those of before.
 */
before: Array<string> | string, 
/**
 * Process type.
 */
type: string, };

export type DynosUp = { 
/**
 * App.
 */
app: string, 
/**
 * How many of each type were not up when the app was surveyed.
 */
down: Array<Process>, 
/**
 * Process types with their quantities.
 */
formation: Array<Process> | string, 
/**
 * Release.
 */
release: number | string, 
/**
 * True if that was seen already.
 */
seen: boolean | string, };

export type FeaturesEqual = { 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * Its switches, by name.
 */
features: unknown, };

export type FenceSeen = { 
/**
 * Gets a moment after the fence.
 */
bind: MomentSlots | null, 
/**
 * Fenced or not.
 */
on: boolean, 
/**
 * Database.
 */
place: Place, 
/**
 * Of whom.
 */
scope: FenceScope, };

export type FollowerAnew = { 
/**
 * Add-on name of the follower.
 */
addon: string, 
/**
 * Its id.
 */
addonId: string, 
/**
 * Where its leader is.
 */
leader: Location, 
/**
 * The major of its leader.
 */
major: number | string, 
/**
 * The follower, if SQL reaches it.
 */
place: Place | null, };

export type FollowersFollow = { 
/**
 * Add-on name of the follower.
 */
addon: string, 
/**
 * Its id.
 */
addonId: string, 
/**
 * The newest beat of the database, where beats are written.
 */
beat: AcknowledgedBeat | string | null, 
/**
 * Where the database is.
 */
leader: Location, 
/**
 * The follower, if SQL reaches it.
 */
place: Place | null, };

export type Follows = { 
/**
 * Add-on id of the follower.
 */
addonId: string, 
/**
 * Where the leader is.
 */
leader: Location | null, 
/**
 * True if it did follow: then one that follows nobody has stopped, and will not begin again.
 */
settled: boolean, };

export type FormationNoted = { 
/**
 * App.
 */
app: string, 
/**
 * Gets it.
 */
bind: string, 
/**
 * True if the app ran something when it was surveyed.
 */
running: boolean, };

export type GapCounted = { 
/**
 * The moment.
 */
at: number, 
/**
 * The database as it was.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, };

export type HeadKept = { 
/**
 * Gets where it stands now.
 */
bind: string, 
/**
 * Where it stood; `None` if nobody noted it.
 */
noted: Head | null, 
/**
 * Database.
 */
place: Place, 
/**
 * Add-on name of the connection.
 */
resource: string, 
/**
 * Schema.
 */
schema: string, };

export type HeadNoted = { 
/**
 * Gets it.
 */
bind: string, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, };

export type HeldNoted = { 
/**
 * Gets since when, and until when.
 */
bind: HeldSlots, 
/**
 * Database.
 */
place: Place, 
/**
 * Run id.
 */
run: string, };

export type Healthy = { 
/**
 * When each mapping had polled last before Connect was resumed.
 */
before: Array<Polled> | string, 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * How many writes Salesforce had refused before.
 */
failed: number | null, 
/**
 * Its database.
 */
place: Place, 
/**
 * Its schema.
 */
schema: string, };

export type InventoryEqual = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, };

export type HoldingsNoted = { 
/**
 * Gets it.
 */
bind: string, 
/**
 * Database.
 */
place: Place, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, };

export type Landed = { 
/**
 * The change.
 */
change: Op, };

export type LeaderUpgraded = { 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * What it held before, if that was read.
 */
before: Holdings | string, 
/**
 * Gets where it is, if that changed.
 */
bind: UrlSlots, 
/**
 * Gets its major.
 */
bindMajor: string, 
/**
 * Its major before.
 */
from: Major, 
/**
 * Where it was.
 */
location: Location, 
/**
 * Database, as it was reached before.
 */
place: Place, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, };

export type LeftAside = { 
/**
 * What the schema is called.
 */
aside: string, 
/**
 * Database.
 */
place: Place, };

export type LogCarriedOver = { 
/**
 * New database.
 */
place: Place, 
/**
 * Position of the old one.
 */
position: Position | string, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, };

export type LoginWorks = { 
/**
 * Database and config var.
 */
place: Place, };

export type MaintenanceClear = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, };

export type MappingReloaded = { 
/**
 * What its table held before.
 */
before: TableBefore | string, 
/**
 * Mapping.
 */
mapping: MappingName, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, 
/**
 * Table.
 */
table: string, };

export type MappingSettled = { 
/**
 * Mapping.
 */
mapping: MappingName, };

export type MappingUnchanged = { 
/**
 * Gets the number of its configuration.
 */
bind: string, 
/**
 * It may be broken: a field that is gone is why.
 */
broken: boolean, 
/**
 * Its configuration, as it was seen.
 */
config: unknown, 
/**
 * Mapping.
 */
mapping: MappingName, 
/**
 * Fields that were left out.
 */
without: Array<string>, };

export type MappingsAtRest = { 
/**
 * Connection.
 */
connection: ConnectionName, };

export type MappingsLoaded = { 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * Their objects.
 */
objects: Array<string>, };

export type MomentNoted = { 
/**
 * Gets it.
 */
bind: MomentSlots, 
/**
 * Database.
 */
place: Place, };

export type NearlyCaughtUp = { 
/**
 * Add-on id of the follower.
 */
addonId: string, 
/**
 * Fewer commits than this.
 */
commits: number, 
/**
 * The follower, over SQL.
 */
place: Place, 
/**
 * Or no more seconds than this.
 */
seconds: number, };

export type NoDynos = { 
/**
 * App.
 */
app: string, 
/**
 * But those of these types.
 */
but?: Array<string>, };

export type NoOldWrites = { 
/**
 * Moment on the clock of the server.
 */
before: string, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, };

export type NoSessions = { 
/**
 * Moment on the clock of the server.
 */
before: string, 
/**
 * Database.
 */
place: Place, };

export type OneLead = { 
/**
 * The first beat on the present server.
 */
after: AcknowledgedBeat | string, 
/**
 * The last beat on the server of before.
 */
before: AcknowledgedBeat | string, 
/**
 * Database, at whatever address it is.
 */
place: Place, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, 
/**
 * The session that was opened before the change.
 */
session: string, };

export type OrgIs = { 
/**
 * Schema of before, which notes the organization that it was filled from.
 */
aside: string, 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * Database.
 */
place: Place, 
/**
 * True if it must be the organization of before, false if it must be another one.
 */
same: boolean, };

export type ParentLoaded = { 
/**
 * Connection.
 */
connection: NewConnection, 
/**
 * Its object.
 */
object: string, };

export type PlanIs = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * `service:plan`.
 */
plan: string, };

export type PollsNoted = { 
/**
 * Gets it.
 */
bind: string, 
/**
 * Connection.
 */
connection: ConnectionName, };

export type PositionNoted = { 
/**
 * Gets it.
 */
bind: string, 
/**
 * Database.
 */
place: Place, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, 
/**
 * What it is called.
 */
title: string, };

export type PositionUnmoved = { 
/**
 * Changes of ours since, a transaction each.
 */
own: number, 
/**
 * Database.
 */
place: Place, 
/**
 * The position then.
 */
position: Position | string, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, 
/**
 * Whether databases of others are on the same server.
 */
shared: boolean, 
/**
 * What is proven.
 */
title: string, };

export type RowsUnmoved = { 
/**
 * Database.
 */
place: Place, 
/**
 * The position then.
 */
position: Position | string, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, 
/**
 * What is proven.
 */
title: string, };

export type ProcessedSince = { 
/**
 * Rows that were in flight for longer than a day and that the operator accepted.
 */
baseline: number, 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * Where the log stood at that moment.
 */
head: Head | string, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, };

export type QueueAt = { 
/**
 * So many at the most.
 */
baseline: number, 
/**
 * Database.
 */
place: Place, 
/**
 * Connect's schema.
 */
schema: string, };

export type Quiesced = { 
/**
 * PENDING rows older than a day that the operator accepted.
 */
baseline: number, 
/**
 * Gets when each mapping had polled last.
 */
bind: string, 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * Its database.
 */
place: Place, 
/**
 * Its schema.
 */
schema: string, };

export type RefusedSince = { 
/**
 * Connection.
 */
connection: ConnectionName, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, 
/**
 * The moment.
 */
since: number, };

export type ReleaseSucceeded = { 
/**
 * App.
 */
app: string, };

export type Replayed = { 
/**
 * Follower.
 */
place: Place, 
/**
 * Position of the leader.
 */
position: Position | string, };

export type RevivedJudged = { 
/**
 * The moment to which the database went back.
 */
at: number, 
/**
 * Gets which.
 */
bind: string, 
/**
 * The database that went back.
 */
new: Place, 
/**
 * The database as it was; if nobody has it, none of them is sent.
 */
old: Place | null, 
/**
 * Schema.
 */
schema: string, 
/**
 * Tables whose records have an identifier of their own: sent twice they are still one.
 */
unique: Array<string>, };

export type RightsKept = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, };

export type RolledBackTo = { 
/**
 * The moment.
 */
at: number, 
/**
 * The database that was rolled back.
 */
new: Place, 
/**
 * The database as it is.
 */
old: Place, 
/**
 * Schema.
 */
schema: string, };

export type RowCountsEqual = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, 
/**
 * Schema.
 */
schema: string, };

export type RowsEqualAll = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, };

export type RowsExported = { 
/**
 * The moment that tells which they are.
 */
at: number, 
/**
 * The file.
 */
file: string, 
/**
 * Database.
 */
place: Place, 
/**
 * Which rows.
 */
rows: Exported, 
/**
 * Schema.
 */
schema: string, };

export type Safeguarded = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * What it must have.
 */
wanted: Array<Safeguard>, };

export type SentAgain = { 
/**
 * The moment to which it went back.
 */
at: number, 
/**
 * Database.
 */
place: Place, 
/**
 * Schema.
 */
schema: string, };

export type SequencesPast = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, 
/**
 * Schema.
 */
schema: string, };

export type ServerReplaced = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * The newest beat so far.
 */
last: AcknowledgedBeat | string, 
/**
 * What is learnt.
 */
bind: WatchSlots, 
/**
 * The plan of before, `service:plan`.
 */
from: string, 
/**
 * Database, at whatever address it is.
 */
place: Place, 
/**
 * The wanted plan.
 */
plan: string, 
/**
 * Connect's schemas, joined by commas.
 */
schemas: string, 
/**
 * The session that was opened before the change.
 */
session: string, };

export type SettingsKept = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * Keys and their values that are not the defaults.
 */
settings: { [key in string]: Setting }, };

export type SomeUp = { 
/**
 * All of the app that are to be up.
 */
all: DynosUp, 
/**
 * Process type.
 */
type: string, };

export type SpanProven = { 
/**
 * The first beat on the present server.
 */
after: AcknowledgedBeat | string, 
/**
 * The last beat on the server of before.
 */
before: AcknowledgedBeat | string, };

export type StandsAlone = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App that pays for it.
 */
app: string, 
/**
 * Its major.
 */
major: Major, 
/**
 * Database.
 */
place: Place, };

export type StatisticsPresent = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, };

export type TableHeld = { 
/**
 * Rows without a Salesforce id that were accepted.
 */
alone: number, 
/**
 * Gets what it holds.
 */
bind: string, 
/**
 * Database.
 */
place: Place, 
/**
 * What must not be sent: its new rows have no Salesforce id before they are loaded.
 */
revived: Revived | string, 
/**
 * Schema.
 */
schema: string, 
/**
 * Table.
 */
table: string, };

export type TargetAlone = { 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * App.
 */
app: string, 
/**
 * Name of its attachment.
 */
attachment: string, 
/**
 * Where it is.
 */
location: Location, 
/**
 * The source.
 */
old: Place, 
/**
 * Where the source is.
 */
oldLocation: Location, 
/**
 * Database.
 */
place: Place, };

export type TargetIs = { 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * Gets where it is, if that changed.
 */
bind: UrlSlots, 
/**
 * Where it was.
 */
location: Location, 
/**
 * The database that it followed.
 */
old: Place, 
/**
 * Database, as it was reached before.
 */
place: Place, 
/**
 * Position of the other one that it must hold.
 */
position: Position | string, };

export type TransferEnded = { 
/**
 * What is learnt.
 */
bind: TransferSlots, 
/**
 * Which copy it is.
 */
copy: Transferred, 
/**
 * How long the trial took, if one was made.
 */
trial: number | string | null, 
/**
 * How many bytes it will move, as far as that can be told: those of the trial, or what the database holds.
 */
whole?: number | string, };

export type TransfersNoted = { 
/**
 * App.
 */
app: string, 
/**
 * Gets its number, 0 if there is none.
 */
bind: string, };

export type TrialCurrent = { 
/**
 * New database.
 */
new: Place, 
/**
 * Old database.
 */
old: Place, };

export type Unfollowed = { 
/**
 * Add-on id.
 */
addonId: string, };

export type Unvisited = { 
/**
 * Database.
 */
place: Place, };

export type UpgradeIs = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * Gets when it starts by itself.
 */
bind: string | null, 
/**
 * Its major before.
 */
from: Major, 
/**
 * True if words that this version does not know count as none: so it was before, and a person accepted it.
 */
lenient: boolean, 
/**
 * Database, at whatever address it is.
 */
place: Place, 
/**
 * How much time must be left until it starts by itself, milliseconds.
 */
spareMs: number, 
/**
 * When it starts by itself, if that must be as it was.
 */
unmoved: number | null | string | null, 
/**
 * How.
 */
wanted: WantedUpgrade, };

export type Upgraded = { 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * Gets where it is, if that changed.
 */
bind: UrlSlots, 
/**
 * Where it was.
 */
location: Location, 
/**
 * Database, as it was reached before.
 */
place: Place, 
/**
 * Target major.
 */
version: Major, };

export type ValuesKept = { 
/**
 * How many there were.
 */
before: Array<HadValues>, 
/**
 * Columns of a table.
 */
of: TableColumns, };

export type VersionAsAsked = { 
/**
 * What it is.
 */
major: number | string, 
/**
 * What was asked for.
 */
version: Major, };

export type WindowKept = { 
/**
 * Add-on name.
 */
addon: string, 
/**
 * Add-on id.
 */
addonId: string, 
/**
 * The window as it was.
 */
window: Window, };

export type Versions = { core: string, plan: string, journal: string, snapshot: string, report: string, output: string, stream: string, notification: string, catalog: string };
