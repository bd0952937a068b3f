with extended as (
  select classid, objid from pg_depend where deptype = 'e'
), spaces as (
  select * from pg_namespace
   where nspname not in ('pg_catalog', 'information_schema', OURS) and nspname !~ '^pg_(toast|temp)'
), things as (
  select c.*, format('%I.%I', n.nspname, c.relname) as name from pg_class c join spaces n on n.oid = c.relnamespace
   where c.oid not in (select objid from extended where classid = 'pg_class'::regclass)
), routines as (
  select p.*, p.oid::regprocedure::text as name from pg_proc p join spaces n on n.oid = p.pronamespace
   where p.oid not in (select objid from extended where classid = 'pg_proc'::regclass)
), roles as (
  select oid, case when rolname = current_user then 'CURRENT_USER' else quote_ident(rolname) end as name
    from pg_roles where not rolsuper and rolname !~ '^pg_'
  union all
  select 0, 'PUBLIC'
), owned(what, owner) as (
  select 'SCHEMA ' || quote_ident(nspname), nspowner from spaces
  union all
  select case relkind when 'v' then 'VIEW ' when 'm' then 'MATERIALIZED VIEW ' when 'S' then 'SEQUENCE '
              when 'f' then 'FOREIGN TABLE ' else 'TABLE ' end || name, relowner
    from things t where relkind in ('r', 'p', 'v', 'm', 'f') or relkind = 'S' and not exists
         (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = t.oid and d.deptype in ('a', 'i'))
  union all
  select 'ROUTINE ' || name, proowner from routines
), granted(what, owner, acl, part) as (
  select 'SCHEMA ' || quote_ident(nspname), nspowner, nspacl, '' from spaces
  union all
  select case relkind when 'S' then 'SEQUENCE ' else 'TABLE ' end || name, relowner, relacl, '' from things
   where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select 'TABLE ' || t.name, t.relowner, a.attacl, format(' (%I)', a.attname)
    from pg_attribute a join things t on t.oid = a.attrelid where a.attacl is not null and not a.attisdropped
  union all
  select 'ROUTINE ' || name, proowner, proacl, '' from routines
), rights(position, statement) as (
  select 1, format('ALTER %s OWNER TO %s', o.what, r.name) from owned o join roles r on r.oid = o.owner
  union all
  select 2, format('GRANT %s%s ON %s TO %s%s', a.privilege_type, g.part, g.what, r.name,
                   case when a.is_grantable then ' WITH GRANT OPTION' else '' end)
    from granted g cross join lateral aclexplode(g.acl) a join roles r on r.oid = a.grantee where a.grantee <> g.owner
  union all
  select 3, format('ALTER DEFAULT PRIVILEGES FOR ROLE %s%s GRANT %s ON %s TO %s', o.name,
                   coalesce(' IN SCHEMA ' || quote_ident(n.nspname), ''), a.privilege_type,
                   case d.defaclobjtype when 'r' then 'TABLES' when 'S' then 'SEQUENCES' when 'f' then 'ROUTINES' when 'T' then 'TYPES'
                        else 'SCHEMAS' end, r.name)
    from pg_default_acl d join roles o on o.oid = d.defaclrole left join spaces n on n.oid = d.defaclnamespace
    cross join lateral aclexplode(d.defaclacl) a join roles r on r.oid = a.grantee where a.grantee <> d.defaclrole
), set(who, name, value) as (
  select case when s.setrole = 0 then 'DATABASE CURRENT' else 'ROLE ' || r.name end,
         split_part(c, '=', 1), substr(c, position('=' in c) + 1)
    from pg_db_role_setting s left join roles r on r.oid = s.setrole and s.setrole <> 0
    left join pg_database d on d.oid = s.setdatabase, unnest(s.setconfig) c
   where (s.setrole <> 0 and r.oid is not null and s.setdatabase = 0) or (s.setrole = 0 and d.datname = current_database())
)
select coalesce((select json_agg(statement order by position, statement) from rights), '[]'::json) as "rights",
       coalesce((select json_agg(format('ALTER %s SET %I TO %s', who, name,
                                        case when name in ('search_path', 'temp_tablespaces', 'session_preload_libraries')
                                             then value else quote_literal(value) end) order by who, name)
                   from set where name <> 'default_transaction_read_only'), '[]'::json) as "settings"
