//! One story told to both sides at once.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use connect_core::conditions::{Condition, Judgement};
use connect_core::effect::{Effect, Observation, Salt, SqlEffect};
use connect_core::late::{Bindings, Known, Late, Place, Role};
use connect_core::look::{Look, Stop};
use connect_core::ops::{self, Op};
use connect_core::query;
use connect_hardware::{connect_schema, Access, Field, Fleet, Mapping, Org, OrgOptions};
use connect_simulator::scenario::Access as PaperAccess;
use connect_simulator::{JobKind, MappedField, Paper, Scenario, SyncTarget, World};
use postgres::Client;
use serde_json::Value;

use crate::asked::Asked;
use crate::real::words;
use crate::{compare, real, story, Failure, LEAD, ORG, SCHEMA};

/// Rows of every mapped table on paper.
const SEED_ROWS: usize = 25;

/// Real Postgres and paper in the same state.
pub struct Sides {
    /// Real servers.
    pub fleet: Fleet,
    pub(crate) org: Org,
    pub(crate) mappings: Vec<Mapping>,
    pub(crate) world: World,
    pub(crate) paper: Paper,
    pub(crate) target: SyncTarget,
    pub(crate) now: u64,
    pub(crate) serial: u64,
    pub(crate) sessions: BTreeMap<u64, (String, Client)>,
    asked: BTreeSet<String>,
    judged: BTreeSet<String>,
    pub(crate) promoted: BTreeSet<String>,
}

impl Sides {
    /// A leader of Postgres 15 with Connect's schema and 25 rows per table on both sides.
    ///
    /// # Errors
    /// When a server cannot be made or the scenario not be read.
    pub fn new(folder: &Path) -> Result<Self, Failure> {
        let world = World::new(&scenario()?, "http://127.0.0.1:5599");
        let paper = Paper::new(&world);
        let make = world
            .jobs()
            .into_iter()
            .find(|job| matches!(&job.kind, JobKind::MakeDatabase { addon, .. } if addon == LEAD))
            .ok_or("the scenario makes no database")?;
        let JobKind::MakeDatabase { connections, .. } = &make.kind else { return Err("no database".into()) };
        let target = connections.first().cloned().ok_or("the scenario has no connection")?;
        let mappings: Vec<Mapping> = target
            .mappings
            .iter()
            .map(|mapping| {
                let access = match mapping.access {
                    PaperAccess::ReadOnly => Access::ReadOnly,
                    PaperAccess::ReadWrite => Access::ReadWrite,
                };
                let field =
                    |field: &MappedField| Field { name: field.name.clone(), sql_type: field.column_type() };
                Mapping {
                    streaming: mapping.streaming,
                    upsert_field: mapping.upsert_field.clone(),
                    fields: mapping.fields.iter().map(field).collect(),
                    ..Mapping::new(&mapping.object, access)
                }
            })
            .collect();
        let fleet = Fleet::open(folder, &story::programs()?).map_err(words)?;
        let lead = fleet.create(LEAD, 15).map_err(words)?;
        connect_schema::install(&lead.url(), SCHEMA, &mappings, ORG).map_err(words)?;
        story::seed(&lead.url(), &mappings, SEED_ROWS)?;
        let objects = mappings.iter().map(|mapping| mapping.object.clone()).collect();
        let org = Org::open(folder, OrgOptions { id: ORG.to_owned(), objects, seed: 7 }).map_err(words)?;
        let mut sides = Self {
            fleet,
            org,
            mappings,
            world,
            paper,
            target: SyncTarget { addon: Some(LEAD.to_owned()), ..target },
            now: 1_795_373_032_000,
            serial: 0,
            sessions: BTreeMap::new(),
            asked: BTreeSet::new(),
            judged: BTreeSet::new(),
            promoted: BTreeSet::new(),
        };
        sides.on_paper(make.kind);
        Ok(sides)
    }

    /// Asks both for a named query and compares the answers.
    ///
    /// # Errors
    /// What differs.
    pub fn ask(
        &mut self,
        addon: &str,
        name: &str,
        schema: &str,
        parameter: Option<&Asked<Value>>,
    ) -> Result<Asked<Observation>, Failure> {
        let place = query::Place {
            app: addon.to_owned(),
            config_var: "DATABASE_URL".to_owned(),
            expect: None,
            bastion: None,
        };
        let effect =
            |text: Option<&Value>| match query::named(&place, name, schema, text.and_then(Value::as_str)) {
                Some(Effect::Sql(effect)) => Ok(effect),
                _ => Err(format!("no query named {name}")),
            };
        self.perform(&Asked {
            real: effect(parameter.map(|both| &both.real))?,
            paper: effect(parameter.map(|both| &both.paper))?,
        })
    }

    /// Asks both and returns the rows.
    ///
    /// # Errors
    /// What differs, or that the servers refused.
    pub fn row(&mut self, addon: &str, name: &str, schema: &str) -> Result<Asked<Value>, Failure> {
        match self.ask(addon, name, schema, None)? {
            Asked { real: Observation::Sql { row: real }, paper: Observation::Sql { row: paper } } => {
                Ok(Asked { real, paper })
            }
            other => Err(format!("{name} on {addon}: {other:?}")),
        }
    }

    /// Lets a condition of the core read what it wants on both sides and judge it. A place's `app` is the database;
    /// `told` are the answers to its HTTP reads, in order.
    ///
    /// # Errors
    /// When the answers differ or the verdicts do.
    pub fn judge(&mut self, condition: &Asked<Condition>, told: &[Value]) -> Result<String, Failure> {
        let name = condition.real.name();
        let mut told = told.iter();
        let mut answers = Asked { real: Vec::new(), paper: Vec::new() };
        let (real, paper) = loop {
            let real = judged(&condition.real, &answers.real)?;
            let paper = judged(&condition.paper, &answers.paper)?;
            let both = match (real, paper) {
                (Ok(real), Ok(paper)) => break (real, paper),
                (Err(Effect::Sql(real)), Err(Effect::Sql(paper))) => self.perform(&Asked { real, paper })?,
                (Err(Effect::Http(_)), Err(Effect::Http(_))) => {
                    let body =
                        told.next().cloned().ok_or_else(|| format!("{name} reads more than is told"))?;
                    let answer = Observation::Http { status: 200, body, error_id: None, has_message: false };
                    Asked { real: answer.clone(), paper: answer }
                }
                (real, paper) => return Err(format!("{name}: real {real:?}; paper {paper:?}")),
            };
            answers.real.push(both.real);
            answers.paper.push(both.paper);
        };
        let verdict = compare::verdict(&real);
        if verdict != compare::verdict(&paper) {
            return Err(format!("{name}: real {real:?}; paper {paper:?}"));
        }
        self.judged.insert(name.to_owned());
        Ok(verdict)
    }

    /// Performs an op of the core on both sides, then its probe; returns what the probe proves.
    ///
    /// # Errors
    /// When the answers differ or the probe's verdicts do.
    pub fn call(&mut self, op: &Op) -> Result<&'static str, Failure> {
        let bindings = Bindings::new();
        let known = Known::of(&bindings);
        let verb = op.known().map_err(words)?;
        self.perform(&same_sql(verb.request(&known).map_err(words)?)?)?;
        let Err(Stop::Read(probe)) = ops::probe(verb, &known, &Look::at(&[])) else {
            return Err(format!("{} probes nothing", op.name()));
        };
        let seen = self.perform(&same_sql(*probe)?)?;
        let landed = |answer: Observation| {
            ops::probe(verb, &known, &Look::at(&[answer])).map_err(|stop| format!("{stop:?}"))
        };
        let (real, paper) = (landed(seen.real)?, landed(seen.paper)?);
        let verdict = compare::landed(&real);
        if verdict != compare::landed(&paper) {
            return Err(format!("{}: real {real:?}; paper {paper:?}", op.name()));
        }
        Ok(verdict)
    }

    fn perform(&mut self, effect: &Asked<SqlEffect>) -> Result<Asked<Observation>, Failure> {
        let (addon, name) = (effect.real.app.clone(), effect.real.query.clone());
        self.now += 1_000;
        self.sessions_settled(&addon)?;
        let url = self.fleet.endpoint(&addon).map_err(words)?.url();
        let real = real::perform(&url, &effect.real)?;
        let paper = &effect.paper;
        let kept = (paper.salt == Some(Salt::Kept)).then_some(real::SALT);
        let parameters = (paper.parameter.as_deref(), kept);
        let answer = self.paper.answer_salted(&addon, &name, &paper.schema, parameters, self.now);
        let paper = match answer {
            Ok(row) => Observation::Sql { row },
            Err(state) => Observation::SqlFailed { code: state.0 },
        };
        if name == "end_sessions" {
            self.forget(&addon);
        }
        compare::answers(&name, self.promoted.contains(&addon), &real, &paper)
            .map_err(|what| format!("on {addon}: {what}"))?;
        self.asked.insert(name);
        Ok(Asked { real, paper })
    }

    /// Queries of the core that were not asked in this story.
    #[must_use]
    pub fn not_asked(&self) -> Vec<&'static str> {
        query::names().into_iter().filter(|name| !self.asked.contains(*name)).collect()
    }

    /// Conditions that were judged in this story.
    #[must_use]
    pub fn judged(&self) -> &BTreeSet<String> {
        &self.judged
    }
}

fn same_sql(effect: Effect) -> Result<Asked<SqlEffect>, Failure> {
    match effect {
        Effect::Sql(effect) => Ok(Asked { real: effect.clone(), paper: effect }),
        other => Err(format!("not a query: {other:?}")),
    }
}

fn scenario() -> Result<Scenario, Failure> {
    let path = format!("{}/../scenarios/upgrade-follower.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
}

/// What a condition makes of these answers, or what it reads next.
fn judged(condition: &Condition, answers: &[Observation]) -> Result<Result<Judgement, Effect>, Failure> {
    let bindings = Bindings::new();
    match condition.known().map_err(words)?.judge(&Known::of(&bindings), &Look::at(answers)) {
        Ok(judgement) | Err(Stop::Judged(judgement)) => Ok(Ok(judgement)),
        Err(Stop::Read(effect)) => Ok(Err(*effect)),
        Err(Stop::Late(error)) => Err(words(error)),
    }
}

/// A place that names a database instead of an app.
#[must_use]
pub fn place(addon: &str) -> Place {
    Place {
        app: addon.to_owned(),
        config_var: Late::from("DATABASE_URL"),
        expect: None,
        role: Role::Old,
        bastion: None,
    }
}
