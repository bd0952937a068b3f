with recursive spaces as (
  select oid, nspname from pg_namespace
   where nspname not in ('pg_catalog', 'information_schema') and nspname !~ '^pg_(toast|temp)'
), things as (
  select c.oid, c.relname, c.relkind, c.relpersistence, n.nspname, format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join spaces n on n.oid = c.relnamespace
), functions as (
  select p.*, l.lanname, format('%I.%I', n.nspname, p.proname) as name, to_jsonb(p) ->> 'prosqlbody' is not null as parsed,
         exists (select from unnest(p.proconfig) setting where setting like 'search\_path=%') as pathed,
         exists (select from pg_depend d
                  where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e') as extended,
         regexp_replace(regexp_replace(p.prosrc, '--[^\n]*', ' ', 'g'), '/\*.*?\*/', ' ', 'g') as body
    from pg_proc p join spaces n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
), parts(part, whole) as (
  select typbasetype, oid from pg_type where typtype = 'd'
  union all
  select typelem, oid from pg_type where typtype = 'b' and typelem <> 0
  union all
  select a.atttypid, c.reltype from pg_attribute a join pg_class c on c.oid = a.attrelid
   where not a.attisdropped and c.reltype <> 0
  union all
  select rngsubtype, rngtypid from pg_range
), carriers(item, since, type) as (
  select 'regColumns', 0, oid from pg_type
   where typnamespace = 'pg_catalog'::regnamespace
     and typname in ('regcollation', 'regconfig', 'regdictionary', 'regnamespace', 'regoper', 'regoperator', 'regproc', 'regprocedure')
  union all
  select 'systemRowColumns', 0, oid from pg_type
   where typtype = 'c' and (oid < 16384 or typnamespace = 'information_schema'::regnamespace)
  union all
  select 'aclItemColumns', 16, oid from pg_type where typnamespace = 'pg_catalog'::regnamespace and typname = 'aclitem'
  union
  select c.item, c.since, p.whole from carriers c join parts p on p.part = c.type
), users(class, oid, name, kind) as (
  select 'pg_class'::regclass, oid, name, 'index' from things where relkind in ('i', 'I')
  union all
  select 'pg_rewrite'::regclass, r.oid, t.name, 'materialized view' from pg_rewrite r join things t on t.oid = r.ev_class
   where t.relkind = 'm'
  union all
  select 'pg_statistic_ext'::regclass, s.oid, format('%I.%I', n.nspname, s.stxname), 'statistics'
    from pg_statistic_ext s join spaces n on n.oid = s.stxnamespace
  union all
  select 'pg_class'::regclass, oid, name, 'partition key' from things where relkind = 'p'
  union all
  select 'pg_attrdef'::regclass, d.oid, format('%s.%I', t.name, a.attname), 'generated column'
    from pg_attrdef d join things t on t.oid = d.adrelid
    join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum and a.attgenerated <> ''
), reached(kind, name, function) as (
  select u.kind, u.name, d.refobjid from users u join pg_depend d on d.classid = u.class and d.objid = u.oid
   where d.refclassid = 'pg_proc'::regclass
  union
  select r.kind, r.name, called.oid from reached r join functions f on f.oid = r.function
    cross join lateral regexp_matches(f.body, '([[:alpha:]_][[:alnum:]_$]*)"?\s*\(', 'g') word
    join functions called on lower(called.proname) = lower(word[1])
   where not f.pathed
), bodies as (
  select distinct f.oid, f.lanname, f.proargnames, f.body, format('%s, used by %s %s', f.name, r.kind, r.name) as name,
         case when f.lanname = 'sql' and r.kind not in ('materialized view', 'statistics') then 0 else 17 end as since
    from reached r join functions f on f.oid = r.function
   where f.lanname not in ('c', 'internal') and not f.pathed and not f.parsed
     and (f.lanname = 'sql' or r.kind not in ('partition key', 'generated column'))
), nameable(name, called) as (
  select lower(relname), false from things where relkind in ('r', 'v', 'm', 'f', 'p', 'S')
  union
  select lower(c.cfgname), false from pg_ts_config c join spaces n on n.oid = c.cfgnamespace
  union
  select lower(d.dictname), false from pg_ts_dict d join spaces n on n.oid = d.dictnamespace
  union
  select lower(proname), true from functions
), definitions(name, text) as (
  select t.name, pg_get_viewdef(t.oid) from things t
   where t.relkind in ('v', 'm') and not exists (select from pg_depend d
          where d.classid = 'pg_class'::regclass and d.objid = t.oid and d.deptype = 'e')
  union all
  select name, pg_get_functiondef(oid) from functions where parsed
  union all
  select format('rule %I of %I.%I', r.rulename, r.schemaname, r.tablename), r.definition
    from pg_rules r join spaces n on n.nspname = r.schemaname
  union all
  select format('policy %I of %I.%I', p.policyname, p.schemaname, p.tablename), concat(p.qual, ' ', p.with_check)
    from pg_policies p join spaces n on n.nspname = p.schemaname
  union all
  select f.name, format('%s(), %s(), %s(), %s()', a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggminvtransfn)
    from pg_aggregate a join functions f on f.oid = a.aggfnoid
), gone(since, relation, word) as (
  values (15, 'pg_database', 'datlastsysoid'), (15, 'pg_start_backup', 'pg_start_backup'),
         (15, 'pg_stop_backup', 'pg_stop_backup'), (15, 'pg_is_in_backup', 'pg_is_in_backup'),
         (15, 'pg_backup_start_time', 'pg_backup_start_time'), (17, 'pg_collation', 'colliculocale'),
         (17, 'pg_database', 'daticulocale'), (17, 'pg_stat_bgwriter', 'buffers_backend'),
         (17, 'pg_stat_bgwriter', 'buffers_backend_fsync'), (17, 'pg_stat_bgwriter', 'buffers_checkpoint'),
         (17, 'pg_stat_bgwriter', 'checkpoint_sync_time'), (17, 'pg_stat_bgwriter', 'checkpoint_write_time'),
         (17, 'pg_stat_bgwriter', 'checkpoints_req'), (17, 'pg_stat_bgwriter', 'checkpoints_timed'),
         (17, 'pg_stat_progress_vacuum', 'max_dead_tuples'), (17, 'pg_stat_progress_vacuum', 'num_dead_tuples'),
         (17, 'element_types', 'domain_default'), (17, 'interval_accum', 'interval_accum'),
         (17, 'interval_accum_inv', 'interval_accum_inv'), (17, 'interval_combine', 'interval_combine'),
         (17, 'pg_read_file_old', 'pg_read_file_old'), (17, 'pg_rotate_logfile_old', 'pg_rotate_logfile_old'),
         (17, 'pg_stat_get_bgwriter_timed_checkpoints', 'pg_stat_get_bgwriter_timed_checkpoints'),
         (17, 'pg_stat_get_bgwriter_requested_checkpoints', 'pg_stat_get_bgwriter_requested_checkpoints'),
         (17, 'pg_stat_get_bgwriter_buf_written_checkpoints', 'pg_stat_get_bgwriter_buf_written_checkpoints'),
         (17, 'pg_stat_get_buf_written_backend', 'pg_stat_get_buf_written_backend'),
         (17, 'pg_stat_get_buf_fsync_backend', 'pg_stat_get_buf_fsync_backend'),
         (17, 'pg_stat_get_checkpoint_write_time', 'pg_stat_get_checkpoint_write_time'),
         (17, 'pg_stat_get_checkpoint_sync_time', 'pg_stat_get_checkpoint_sync_time'),
         (18, 'pg_attribute', 'attcacheoff'), (18, 'pg_backend_memory_contexts', 'parent'), (18, 'pg_stat_io', 'op_bytes'),
         (18, 'pg_stat_wal', 'wal_sync'), (18, 'pg_stat_wal', 'wal_sync_time'), (18, 'pg_stat_wal', 'wal_write'),
         (18, 'pg_stat_wal', 'wal_write_time'), (18, 'pg_timezone_abbrevs', 'pg_timezone_abbrevs')
), named(since, relation, word, pattern) as (
  select g.*, '\m' || word || case when relation = word then '\s*\(' else '\M' end from gone g
), settings(since, word) as (
  values (16, 'lc_collate'), (16, 'lc_ctype'), (17, 'old_snapshot_threshold')
), removed(since, setting) as (
  values (14, 'operator_precedence_warning'), (14, 'vacuum_cleanup_index_scale_factor'), (16, 'force_parallel_mode')
), keywords(since, word) as (
  select 16, unnest(array['json_array', 'json_arrayagg', 'json_object', 'json_objectagg'])
  union all
  select 17, unnest(array['json', 'json_exists', 'json_query', 'json_scalar', 'json_serialize', 'json_table', 'json_value',
    'merge_action'])
), brought(since, signature) as (
  select 16, unnest(array['any_value(anyelement)', 'array_sample(anyarray, integer)', 'array_shuffle(anyarray)',
    'date_add(timestamp with time zone, interval)', 'date_add(timestamp with time zone, interval, text)',
    'date_subtract(timestamp with time zone, interval)', 'date_subtract(timestamp with time zone, interval, text)',
    'erf(double precision)', 'erfc(double precision)',
    'generate_series(timestamp with time zone, timestamp with time zone, interval, text)', 'json_agg_strict(anyelement)',
    'jsonb_agg_strict(anyelement)', 'random_normal(double precision, double precision)'])
  union all
  select 17, unnest(array['icu_unicode_version()', 'jsonb_populate_record_valid(anyelement, jsonb)',
    'random(bigint, bigint)', 'random(integer, integer)', 'random(numeric, numeric)', 'timezone(time with time zone)',
    'timezone(timestamp with time zone)', 'timezone(timestamp without time zone)', 'to_bin(bigint)', 'to_bin(integer)',
    'to_oct(bigint)', 'to_oct(integer)', 'to_regtypemod(text)', 'unicode_assigned(text)', 'unicode_version()',
    'uuid_extract_timestamp(uuid)', 'uuid_extract_version(uuid)', 'xmltext(text)'])
  union all
  select 18, unnest(array['array_reverse(anyarray)', 'array_sort(anyarray)', 'array_sort(anyarray, boolean)',
    'array_sort(anyarray, boolean, boolean)', 'casefold(text)', 'crc32(bytea)', 'crc32c(bytea)', 'gamma(double precision)',
    'has_largeobject_privilege(name, oid, text)', 'has_largeobject_privilege(oid, oid, text)',
    'has_largeobject_privilege(oid, text)', 'json_strip_nulls(json, boolean)', 'jsonb_strip_nulls(jsonb, boolean)',
    'lgamma(double precision)', 'max(bytea)', 'max(record)', 'min(bytea)', 'min(record)', 'reverse(bytea)', 'uuidv4()',
    'uuidv7()', 'uuidv7(interval)'])
), otherwise(collid) as (
  select c.oid from pg_collation c where c.collprovider = 'b' and to_jsonb(c) ->> 'colllocale' <> 'C'
  union all
  select 'pg_catalog.default'::regcollation from pg_database d
   where d.datname = current_database() and to_jsonb(d) ->> 'datlocprovider' = 'b' and to_jsonb(d) ->> 'datlocale' <> 'C'
), widened(since, relation) as (
  select 14, unnest(array['pg_locks', 'pg_stat_activity', 'pg_stat_database'])
  union all
  select 16, unnest(array['pg_attribute', 'pg_auth_members', 'pg_collation', 'pg_constraint', 'pg_database',
    'pg_hba_file_rules', 'pg_ident_file_mappings', 'pg_prepared_statements', 'pg_replication_slots', 'pg_stat_all_indexes',
    'pg_stat_all_tables', 'pg_stat_database_conflicts', 'pg_stat_gssapi', 'pg_stat_subscription', 'pg_stat_sys_indexes',
    'pg_stat_sys_tables', 'pg_stat_user_indexes', 'pg_stat_user_tables', 'pg_stat_xact_all_tables',
    'pg_stat_xact_sys_tables', 'pg_stat_xact_user_tables', 'pg_subscription'])
  union all
  select 17, unnest(array['pg_attribute', 'pg_collation', 'pg_database', 'pg_replication_slots', 'pg_stat_bgwriter',
    'pg_stat_progress_copy', 'pg_stat_progress_vacuum', 'pg_stat_subscription', 'pg_statistic_ext', 'pg_stats',
    'pg_subscription'])
  union all
  select 18, unnest(array['pg_attribute', 'pg_backend_memory_contexts', 'pg_class', 'pg_constraint', 'pg_publication',
    'pg_replication_slots', 'pg_stat_all_tables', 'pg_stat_checkpointer', 'pg_stat_database', 'pg_stat_io',
    'pg_stat_progress_analyze', 'pg_stat_progress_vacuum', 'pg_stat_subscription_stats', 'pg_stat_sys_tables',
    'pg_stat_user_tables', 'pg_stat_wal'])
), inherited as (
  select format('%s.%I', t.name, c.attname) as name, p.attnotnull and not c.attnotnull as nullable,
         p.attgenerated = '' and c.attgenerated <> '' as generated
    from pg_inherits i join things t on t.oid = i.inhrelid
    join pg_attribute p on p.attrelid = i.inhparent and p.attnum > 0 and not p.attisdropped
    join pg_attribute c on c.attrelid = i.inhrelid and c.attname = p.attname and not c.attisdropped
), found(item, since, name) as (
  select 'unloggedTables', 0, t.name from things t
   where t.relpersistence = 'u' and t.relkind in ('r', 'S')
     and not exists (select from pg_depend d join pg_class owner on owner.oid = d.refobjid and owner.relpersistence = 'u'
          where d.classid = 'pg_class'::regclass and d.objid = t.oid and d.refclassid = 'pg_class'::regclass
            and d.deptype in ('a', 'i') and t.relkind = 'S')
  union all
  select 'logicalSlots', 0, format('%s (%s)', slot_name, plugin) from pg_replication_slots where slot_type = 'logical'
  union all
  select 'publications', 0, pubname from pg_publication
  union all
  select 'subscriptions', 0, s.subname from pg_subscription s join pg_database d on d.oid = s.subdbid
   where d.datname = current_database()
  union all
  select 'preparedTransactions', 0, format('%s of %s in %s', quote_literal(gid), owner, database) from pg_prepared_xacts
  union all
  select 'foreignServers', 0, format('%I (%s)', s.srvname, w.fdwname) from pg_foreign_server s
    join pg_foreign_data_wrapper w on w.oid = s.srvfdw
  union all
  select 'foreignServers', 0, format('%s (dblink)', name)
    from (select name, text from definitions union all select name, body from functions where lanname <> 'c') d
   where text ~ '\mdblink(_connect|_connect_u|_exec|_open|_send_query)?\s*\('
     and exists (select from pg_extension where extname = 'dblink')
  union all
  select 'triggerLogs', 0, nspname from things where relname = '_trigger_log' and relkind in ('r', 'p')
     and not exists (select from functions p join spaces n on n.oid = p.pronamespace
                      where n.nspname = things.nspname and p.proname = 'connect_maintenance_closed')
  union all
  select k.item, k.since, format('%s.%I', t.name, a.attname) from carriers k
    join pg_attribute a on a.atttypid = k.type and not a.attisdropped
    join things t on t.oid = a.attrelid and t.relkind in ('r', 'm', 'i')
  union all
  select 'postfixOperators', 14, format('%I.%s', n.nspname, o.oprname) from pg_operator o join spaces n on n.oid = o.oprnamespace
   where o.oprkind = 'r'
  union all
  select 'arrayAggregates', 14, f.name from pg_aggregate a join functions f on f.oid = a.aggfnoid
    join pg_proc s on s.oid in (a.aggtransfn, a.aggfinalfn) and s.pronamespace = 'pg_catalog'::regnamespace
   where s.proname in ('array_append', 'array_prepend', 'array_cat', 'array_position', 'array_positions', 'array_remove',
                       'array_replace', 'width_bucket')
  union all
  select 'encodingConversions', 14, format('%I.%I', n.nspname, c.conname) from pg_conversion c
    join spaces n on n.oid = c.connamespace
  union all
  select 'closedDatabases', 0, format('%I', datname) from pg_database
   where datname <> 'template0' and (not datallowconn or datconnlimit = -2)
  union all
  select 'nullableChildren', 18, name from inherited where nullable
  union all
  select 'generatedChildren', 16, name from inherited where generated
  union all
  select 'removedSettings', r.since, format('%s of %s', r.setting, k.keeper)
    from (select case when s.setrole = 0 then 'database ' || coalesce(d.datname, '?')
                      else 'role ' || pg_get_userbyid(s.setrole) end, s.setconfig
            from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase
          union all
          select 'function ' || name, proconfig from functions) k(keeper, kept)
    cross join lateral unnest(k.kept) one join removed r on r.setting = split_part(one, '=', 1)
  union all
  select 'goneFromSystem', g.since, format('%s (%s)', d.name, g.word) from definitions d
    join named g on strpos(d.text, g.relation) > 0
   where d.text ~ ('\m' || g.relation || '\M') and d.text ~ g.pattern
  union all
  select 'goneWhenCalled', g.since, format('%s (%s)', f.name, g.word) from functions f
    join named g on strpos(lower(f.body), g.relation) > 0
   where f.lanname not in ('c', 'internal') and not f.parsed and not f.extended
     and f.body ~* ('\m' || g.relation || '\M') and f.body ~* g.pattern
  union all
  select 'goneWhenCalled', s.since, format('%s (%s)', d.name, s.word)
    from (select name, text from definitions union all select name, body from functions where not parsed and not extended) d
    join settings s on d.text ~* ('\m(show|current_setting)\M.*\m' || s.word || '\M')
  union all
  select 'newKeywords', k.since, f.name from functions f join keywords k on k.word = f.proname where not f.extended
  union all
  select 'newKeywords', k.since, format('%I.%I', n.nspname, y.typname) from pg_type y join spaces n on n.oid = y.typnamespace
    join keywords k on k.word = y.typname
   where y.typtype in ('d', 'e') or exists (select from pg_class c where c.oid = y.typrelid and c.relkind = 'c')
  union all
  select 'newKeywords', 16, name from things where relname = 'system_user' and relkind in ('r', 'v', 'm', 'f', 'p')
  union all
  select 'newKeywords', 16, format('%s.system_user', t.name) from pg_attribute a join things t on t.oid = a.attrelid
   where a.attname = 'system_user' and not a.attisdropped and t.relkind in ('r', 'v', 'm', 'f', 'p')
  union all
  select 'sameFunctions', b.since, format('%s(%s)', f.name, oidvectortypes(f.proargtypes)) from functions f
    join brought b on b.signature = format('%s(%s)', f.proname, oidvectortypes(f.proargtypes))
  union all
  select 'unreadable', 0, t.name from things t
   where t.relkind in ('r', 'p', 'm', 'S') and not has_table_privilege(t.oid, 'select')
  union all
  select 'unreadable', 0, 'large object ' || m.oid from pg_largeobject_metadata m
   where not pg_has_role(m.lomowner, 'usage') and not exists (select from aclexplode(m.lomacl) a
          where a.privilege_type = 'SELECT' and (a.grantee = 0 or pg_has_role(a.grantee, 'usage')))
  union all
  select 'rowSecurity', 0, name from things where relkind in ('r', 'p') and row_security_active(oid)
  union all
  select 'eventTriggers', 0, evtname::text from pg_event_trigger
  union all
  select 'roleSettings', 0, format('%s of %s', split_part(c, '=', 1), coalesce('role ' || nullif(r.rolname, current_user), case
         when s.setrole = 0 then 'the database' else 'the default credential' end))
    from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase,
         unnest(s.setconfig) c
   where coalesce(d.datname, current_database()) = current_database() and (s.setrole = 0 or not r.rolsuper)
  union all
  select 'looseFunctions', 0, format('%s (%s)', name, probin) from functions where lanname = 'c' and not extended
  union all
  select 'identityPartitions', 17, format('%s.%I', t.name, a.attname) from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relispartition join things t on t.oid = c.oid
   where a.attidentity <> '' and not a.attisdropped
  union all
  select 'domainConstraints', 17, format('%I of %I.%I', c.conname, n.nspname, y.typname) from pg_constraint c
    join pg_type y on y.oid = c.contypid and y.typnotnull join spaces n on n.oid = y.typnamespace
   where c.contype = 'c' and c.conname = left(y.typname, 54) || '_not_null'
  union all
  select distinct 'keyCollations', 18, format('%I of %s', c.conname, t.name) from pg_constraint c
    join things t on t.oid = c.conrelid cross join lateral unnest(c.conkey, c.confkey) as key(own, other)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = key.own
    join pg_attribute b on b.attrelid = c.confrelid and b.attnum = key.other and b.attcollation <> a.attcollation
    join pg_collation l on l.oid in (a.attcollation, b.attcollation) and not l.collisdeterministic
   where c.contype = 'f'
  union all
  select distinct 'changedIndexes', 18, t.name from pg_index i join things t on t.oid = i.indexrelid
    join pg_database d on d.datname = current_database()
    left join otherwise o on concat(i.indexprs, i.indpred) ~ (':inputcollid ' || o.collid || '\M')
   where o.collid is not null
      or to_jsonb(d) ->> 'datlocprovider' <> 'c' and exists (select from pg_opclass c where c.oid = any (i.indclass)
           and c.opcname in ('tsvector_ops', 'gin_trgm_ops', 'gist_trgm_ops'))
  union all
  select 'systemRowFunctions', w.since, format('%s, used by %s', f.name, t.name) from pg_depend d
    join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
    join things t on t.oid = r.ev_class
    join functions f on d.refclassid = 'pg_proc'::regclass and f.oid = d.refobjid
    join pg_class c on c.reltype = f.prorettype and c.relnamespace = 'pg_catalog'::regnamespace
    join widened w on w.relation = c.relname
  union all
  select distinct 'unqualifiedFunctions', b.since, b.name from bodies b
    cross join lateral regexp_matches(b.body, '(?<![.[:alnum:]_$"])"?\m([[:alpha:]_][[:alnum:]_$]*)\M"?\s*(\(?)(?!"?\s*\.)', 'g') word
    join nameable n on n.name = lower(word[1]) and (not n.called or word[2] = '(')
   where b.lanname in ('sql', 'plpgsql') and not word[1] = any (coalesce(b.proargnames, '{}'))
  union
  select distinct 'unqualifiedFunctions', b.since, b.name from bodies b
    cross join lateral regexp_matches(b.body, '::\s*"?([[:alpha:]_][[:alnum:]_$]*)\M(?!"?\s*\.)', 'g') word
    join pg_type y on lower(y.typname) = lower(word[1]) and y.typnamespace in (select oid from spaces)
   where b.lanname in ('sql', 'plpgsql')
  union all
  select distinct 'unreadFunctions', 17, name from bodies
   where lanname not in ('sql', 'plpgsql') or (lanname = 'plpgsql' and body ~* '\mexecute\M')
)
select coalesce((select json_agg(json_build_object('item', item, 'since', since, 'total', total, 'names', names) order by item, since)
                   from (select item, since, count(*)::int as total, to_json((array_agg(left(name, 200) order by name))[1:20]) as names
                           from found group by item, since) listed), '[]'::json) as "found",
       coalesce((select json_agg(json_build_object('name', e.extname, 'version', e.extversion, 'newest', a.default_version)
                                 order by e.extname)
                   from pg_extension e left join pg_available_extensions a on a.name = e.extname), '[]'::json) as "extensions",
       coalesce((select json_agg(json_build_object('role', role, 'application', application) order by role nulls first, application)
                   from (select distinct nullif(usename, current_user) as role,
                                regexp_replace(regexp_replace(coalesce(nullif(application_name, ''), 'no name'),
                                  '\S+@\S+', '…', 'g'), '[0-9]+', '#', 'g') as application
                           from pg_stat_activity
                          where OTHERS and application_name is distinct from 'heroku-connect-maintenance'
                          order by 1 nulls first, 2 limit 20) connected), '[]'::json) as "clients",
       (select count(*)::int from pg_largeobject_metadata) as "largeObjects",
       (select count(*)::int from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema') as "schemas",
       (select count(*)::int from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname !~ '^pg_' and n.nspname <> 'information_schema') as "objects"
