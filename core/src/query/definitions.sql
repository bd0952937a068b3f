with extended as (
  select classid, objid from pg_depend where deptype = 'e'
), spaces as (
  select oid, nspname from pg_namespace
   where nspname not in ('pg_catalog', 'information_schema', OURS) and nspname !~ '^pg_(toast|temp)'
     and oid not in (select objid from extended where classid = 'pg_namespace'::regclass)
), things as (
  select c.*, format('%I.%I', n.nspname, c.relname) as name from pg_class c join spaces n on n.oid = c.relnamespace
   where c.oid not in (select objid from extended where classid = 'pg_class'::regclass)
), types as (
  select y.*, format('%I.%I', n.nspname, y.typname) as name from pg_type y join spaces n on n.oid = y.typnamespace
   where y.oid not in (select objid from extended where classid = 'pg_type'::regclass)
), found(name, definition) as (
  select 'schema ' || quote_ident(nspname), '' from spaces
  union all
  select 'relation ' || name,
         concat_ws(' ', relkind, relpersistence, relrowsecurity, relforcerowsecurity, relispopulated, reloptions)
    from things where relkind in ('r', 'v', 'm', 'S', 'f', 'p', 'c')
  union all
  select format('column %s.%I', t.name, a.attname),
         concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, case when not t.relispartition then a.attidentity end, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
    from pg_attribute a join things t on t.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where t.relkind in ('r', 'v', 'm', 'f', 'p', 'c') and a.attnum > 0 and not a.attisdropped
  union all
  select format('constraint %I of %s', c.conname, coalesce(t.name, y.name)), concat_ws(' ', pg_get_constraintdef(c.oid), c.convalidated)
    from pg_constraint c left join things t on t.oid = c.conrelid left join types y on y.oid = c.contypid
   where c.contype in ('c', 'f', 'p', 'u', 'x') and coalesce(t.name, y.name) is not null
  union all
  select 'index ' || t.name, concat_ws(' ', pg_get_indexdef(i.indexrelid), i.indisvalid)
    from pg_index i join things t on t.oid = i.indexrelid
  union all
  select format('trigger %I of %s', g.tgname, t.name), concat_ws(' ', pg_get_triggerdef(g.oid), g.tgenabled)
    from pg_trigger g join things t on t.oid = g.tgrelid where not g.tgisinternal
  union all
  select format('rule %I of %s', r.rulename, t.name), r.ev_enabled::text
    from pg_rewrite r join things t on t.oid = r.ev_class where r.rulename <> '_RETURN'
  union all
  select format('policy %I of %s', p.polname, t.name),
         concat_ws(' ', p.polcmd, p.polpermissive, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
    from pg_policy p join things t on t.oid = p.polrelid
  union all
  select 'function ' || p.oid::regprocedure::text,
         concat_ws(' ', l.lanname, p.prokind, p.prosecdef, p.provolatile, p.proisstrict, p.proretset, p.proconfig,
                   format_type(p.prorettype, null), p.prosrc)
    from pg_proc p join spaces n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
   where p.oid not in (select objid from extended where classid = 'pg_proc'::regclass)
  union all
  select 'enum ' || y.name, (select string_agg(e.enumlabel, ',' order by e.enumsortorder) from pg_enum e where e.enumtypid = y.oid)
    from types y where y.typtype = 'e'
  union all
  select 'domain ' || name, concat_ws(' ', format_type(typbasetype, typtypmod), typnotnull, typdefault) from types where typtype = 'd'
  union all
  select 'statistics ' || format('%I.%I', n.nspname, s.stxname), s.stxkind::text
    from pg_statistic_ext s join spaces n on n.oid = s.stxnamespace
  union all
  select 'publication ' || quote_ident(pubname), concat_ws(' ', puballtables, pubinsert, pubupdate, pubdelete) from pg_publication
  union all
  select 'extension ' || quote_ident(e.extname), n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
  union all
  select 'large objects', count(*)::text from pg_largeobject_metadata
)
select coalesce(json_object_agg(name, md5(regexp_replace(regexp_replace(coalesce(definition, ''),
           '::(character varying|double precision|bit varying|(timestamp|time) with(out)? time zone|[[:alnum:]_."]+)(\(\d+(,\d+)?\))?(\[\])*',
           '', 'g'), '[()\s]', '', 'g'))), '{}'::json) as "objects" from found
