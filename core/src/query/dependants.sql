with recursive asked as (
  select ($1::text::jsonb)->>'table' as tab, ($1::text::jsonb)->'columns' as cols,
         coalesce((($1::text::jsonb)->>'whole')::bool, false) as whole,
         coalesce((($1::text::jsonb)->>'keys')::bool, false) as keys
), base as (
  select c.oid, format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, asked
   where n.nspname = CONNECT and c.relname = asked.tab and c.relkind = 'r'
), plain as (
  select a.attrelid, a.attnum, a.attname from pg_attribute a join base on base.oid = a.attrelid, asked
   where a.attnum > 0 and not a.attisdropped and asked.cols ? a.attname
), made as (
  select a.attrelid, a.attnum, a.attname from pg_depend d
    join pg_attrdef e on e.oid = d.objid and d.classid = 'pg_attrdef'::regclass
    join pg_attribute a on a.attrelid = e.adrelid and a.attnum = e.adnum and a.attgenerated <> ''
    join plain on plain.attrelid = d.refobjid and plain.attnum = d.refobjsubid
   where d.refclassid = 'pg_class'::regclass and a.attnum <> d.refobjsubid
), cols as (
  select * from plain union select * from made
), hangs(classid, objid) as (
  select distinct d.classid, d.objid from pg_depend d
    join cols on d.refclassid = 'pg_class'::regclass and cols.attrelid = d.refobjid and cols.attnum = d.refobjsubid
  union
  select distinct d.classid, d.objid from asked join base on asked.whole
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = base.oid and d.refobjsubid = 0
), seen(oid, depth) as (
  select r.ev_class, 1 from hangs join pg_rewrite r on hangs.classid = 'pg_rewrite'::regclass and r.oid = hangs.objid
    join pg_class c on c.oid = r.ev_class where r.rulename = '_RETURN' and c.relkind in ('v', 'm')
  union
  select r.ev_class, seen.depth + 1 from seen
    join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = seen.oid and d.classid = 'pg_rewrite'::regclass
    join pg_rewrite r on r.oid = d.objid and r.rulename = '_RETURN' and r.ev_class <> seen.oid
    join pg_class c on c.oid = r.ev_class and c.relkind in ('v', 'm')
   where seen.depth < 32
), views as (
  select c.*, format('%I.%I', n.nspname, c.relname) as name, max(seen.depth) as depth
    from seen join pg_class c on c.oid = seen.oid join pg_namespace n on n.oid = c.relnamespace
   group by c.oid, n.nspname, c.relname
), who(oid, name) as (
  select 0::oid, 'PUBLIC' union all select oid, quote_ident(rolname) from pg_roles
), every(ord, kind, name, refuses, dropped, made) as (
  select 5, 'generated column', format('%s.%I', base.name, made.attname), not (select whole from asked),
         format('alter table %s drop column %I', base.name, made.attname),
         array[format('alter table %s add column %I %s generated always as (%s) stored%s', base.name, made.attname,
                      format_type(a.atttypid, a.atttypmod), pg_get_expr(e.adbin, e.adrelid), case when a.attnotnull then ' not null' else '' end)]
         || case when col_description(base.oid, made.attnum) is null then array[]::text[] else array[
              format('comment on column %s.%I is %L', base.name, made.attname, col_description(base.oid, made.attnum))] end
    from made join base on true join pg_attribute a on a.attrelid = made.attrelid and a.attnum = made.attnum
    join pg_attrdef e on e.adrelid = made.attrelid and e.adnum = made.attnum
  union all
  select 10, 'default', format('%s.%I', base.name, plain.attname), false, null,
         array[format('alter table %s alter column %I set default %s', base.name, plain.attname, pg_get_expr(e.adbin, e.adrelid))]
    from plain join base on true join pg_attrdef e on e.adrelid = plain.attrelid and e.adnum = plain.attnum
   where not ((select whole from asked) and plain.attname = 'id')
  union all
  select 11, 'comment', format('%s.%I', base.name, plain.attname), false, null,
         array[format('comment on column %s.%I is %L', base.name, plain.attname, col_description(base.oid, plain.attnum))]
    from plain join base on true where col_description(base.oid, plain.attnum) is not null
  union all
  select 12, 'column grant', format('%s.%I to %s', base.name, plain.attname, who.name), false, null,
         array_agg(format('grant %s (%I) on %s to %s%s', acl.privilege_type, plain.attname, base.name, who.name,
                          case when acl.is_grantable then ' with grant option' else '' end) order by acl.privilege_type)
    from plain join base on true join pg_attribute a on a.attrelid = plain.attrelid and a.attnum = plain.attnum
    cross join lateral aclexplode(a.attacl) acl join who on who.oid = acl.grantee
   group by base.name, plain.attname, who.name
  union all
  select case c.contype when 'f' then 15 else 13 end, case when c.conrelid = base.oid and c.contype <> 'f' then 'constraint'
              when (select whole from asked) and c.conrelid <> base.oid
                   and c.confkey = (select array_agg(a.attnum) from pg_attribute a where a.attrelid = base.oid and a.attname = 'id')
                   and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indisprimary) then 'foreign key without a key of its own'
              else 'foreign key' end,
         format('%I of %s', c.conname, c.conrelid::regclass), c.conrelid <> base.oid,
         case when c.conrelid <> base.oid then format('alter table %s drop constraint %I', c.conrelid::regclass, c.conname) end,
         array[format('alter table %s add constraint %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))]
    from pg_constraint c join base on true
   where c.contype in ('c', 'u', 'x', 'f')
     and (c.conrelid = base.oid and c.conkey && array(select attnum from cols)
          or c.confrelid = base.oid and c.conrelid <> base.oid and c.confkey && array(select attnum from cols))
  union all
  select 12, 'index', i.indexrelid::regclass::text, false, null, array[pg_get_indexdef(i.indexrelid)]
    from hangs join pg_index i on hangs.classid = 'pg_class'::regclass and i.indexrelid = hangs.objid
    join pg_class named on named.oid = i.indexrelid
   where not ((select whole from asked) and named.relname ~ '^hcu?_idx_') and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x'))
  union all
  select 14, 'statistics', format('%I.%I', n.nspname, s.stxname), false, null, array[pg_get_statisticsobjdef(s.oid)]
    from hangs join pg_statistic_ext s on hangs.classid = 'pg_statistic_ext'::regclass and s.oid = hangs.objid
    join pg_namespace n on n.oid = s.stxnamespace
  union all
  select 20, 'policy', format('%I of %s', p.polname, p.polrelid::regclass),
         not ((select whole from asked) and p.polrelid = (select oid from base)),
         format('drop policy %I on %s', p.polname, p.polrelid::regclass),
         array[format('create policy %I on %s as %s for %s to %s%s%s', p.polname, p.polrelid::regclass,
                      case when p.polpermissive then 'permissive' else 'restrictive' end,
                      case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
                      (select string_agg(who.name, ', ' order by who.name) from unnest(p.polroles) role join who on who.oid = role),
                      ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                      ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')]
    from hangs join pg_policy p on hangs.classid = 'pg_policy'::regclass and p.oid = hangs.objid
  union all
  select 21, 'trigger', format('%I of %s', g.tgname, g.tgrelid::regclass),
         not ((select whole from asked) and g.tgrelid = (select oid from base)),
         format('drop trigger %I on %s', g.tgname, g.tgrelid::regclass),
         array[pg_get_triggerdef(g.oid)] || case g.tgenabled when 'O' then array[]::text[] else array[format('alter table %s %s trigger %I',
           g.tgrelid::regclass, case g.tgenabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end, g.tgname)] end
    from hangs join pg_trigger g on hangs.classid = 'pg_trigger'::regclass and g.oid = hangs.objid and not g.tgisinternal
    join pg_proc fired on fired.oid = g.tgfoid and fired.proname not like 'hc\_%'
  union all
  select 22, 'rule', format('%I of %s', r.rulename, r.ev_class::regclass),
         not ((select whole from asked) and r.ev_class = (select oid from base)),
         format('drop rule %I on %s', r.rulename, r.ev_class::regclass), array[rtrim(pg_get_ruledef(r.oid), ';')]
    from hangs join pg_rewrite r on hangs.classid = 'pg_rewrite'::regclass and r.oid = hangs.objid and r.rulename <> '_RETURN'
  union all
  select 12, 'schema grant', format('%I to %s', n.nspname, who.name), false, null,
         array_agg(format('grant %s on schema %I to %s%s', acl.privilege_type, n.nspname, who.name,
                          case when acl.is_grantable then ' with grant option' else '' end) order by acl.privilege_type)
    from asked join base on asked.whole join pg_class c on c.oid = base.oid join pg_namespace n on n.oid = c.relnamespace
    cross join lateral aclexplode(n.nspacl) acl join who on who.oid = acl.grantee
   where acl.grantee <> n.nspowner group by n.nspname, who.name
  union all
  select 12, 'grant', format('%s to %s', c.oid::regclass, who.name), false, null,
         array_agg(format('grant %s on %s to %s%s', acl.privilege_type, c.oid::regclass, who.name,
                          case when acl.is_grantable then ' with grant option' else '' end) order by acl.privilege_type)
    from asked join base on asked.whole join pg_class c on c.oid = base.oid or c.relkind = 'S' and exists (
           select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i')
              and d.refclassid = 'pg_class'::regclass and d.refobjid = base.oid)
    cross join lateral aclexplode(c.relacl) acl join who on who.oid = acl.grantee
   where acl.grantee <> c.relowner group by c.oid, who.name
  union all
  select 16, 'row security', base.name, false, null,
         case when c.relrowsecurity then array[format('alter table %s enable row level security', base.name)] else array[]::text[] end
         || case when c.relforcerowsecurity then array[format('alter table %s force row level security', base.name)] else array[]::text[] end
    from asked join base on asked.whole join pg_class c on c.oid = base.oid
   where c.relrowsecurity or c.relforcerowsecurity
  union all
  select 11, 'comment', base.name, false, null, array[format('comment on table %s is %L', base.name, obj_description(base.oid, 'pg_class'))]
    from asked join base on asked.whole where obj_description(base.oid, 'pg_class') is not null
  union all
  select 17, 'publication', format('%I of %s', p.pubname, base.name), false, null,
         array[format('alter publication %I add table %s', p.pubname, base.name)]
    from asked join base on asked.whole join pg_publication_rel r on r.prrelid = base.oid join pg_publication p on p.oid = r.prpubid
  union all
  select 23, 'function', p.oid::regprocedure::text, true, format('drop function %s', p.oid::regprocedure),
         array[pg_get_functiondef(p.oid), format('alter function %s owner to %I', p.oid::regprocedure, pg_get_userbyid(p.proowner))]
    from hangs join pg_proc p on hangs.classid = 'pg_proc'::regclass and p.oid = hangs.objid
  union all
  select 100 + v.depth, case v.relkind when 'm' then 'materialized view' else 'view' end, v.name, true,
         format('drop %s %s', case v.relkind when 'm' then 'materialized view' else 'view' end, v.name),
         array[format('create %s %s%s as %s%s', case v.relkind when 'm' then 'materialized view' else 'view' end, v.name,
                      ' with (' || array_to_string(v.reloptions, ', ') || ')', rtrim(rtrim(pg_get_viewdef(v.oid)), ';'),
                      case when v.relkind = 'm' and not v.relispopulated then ' with no data' else '' end)]
         || coalesce((select array_agg(pg_get_indexdef(i.indexrelid) order by i.indexrelid) from pg_index i where i.indrelid = v.oid), '{}')
         || coalesce((select array_agg(rtrim(pg_get_ruledef(r.oid), ';') order by r.rulename) from pg_rewrite r
                       where r.ev_class = v.oid and r.rulename <> '_RETURN'), '{}')
         || coalesce((select array_agg(pg_get_triggerdef(g.oid) order by g.tgname) from pg_trigger g
                       where g.tgrelid = v.oid and not g.tgisinternal), '{}')
         || coalesce((select array_agg(format('alter view %s alter column %I set default %s', v.name, a.attname, pg_get_expr(e.adbin, e.adrelid))
                                       order by a.attnum)
                        from pg_attrdef e join pg_attribute a on a.attrelid = e.adrelid and a.attnum = e.adnum where e.adrelid = v.oid), '{}')
         || array[format('alter %s %s owner to %I', case v.relkind when 'm' then 'materialized view' else 'view' end, v.name,
                         pg_get_userbyid(v.relowner))]
         || coalesce((select array_agg(format('grant %s on %s to %s%s', acl.privilege_type, v.name, who.name,
                                              case when acl.is_grantable then ' with grant option' else '' end)
                                       order by who.name, acl.privilege_type)
                        from aclexplode(v.relacl) acl join who on who.oid = acl.grantee where acl.grantee <> v.relowner), '{}')
         || coalesce((select array_agg(format('grant %s (%I) on %s to %s%s', acl.privilege_type, a.attname, v.name, who.name,
                                              case when acl.is_grantable then ' with grant option' else '' end)
                                       order by a.attnum, who.name, acl.privilege_type)
                        from pg_attribute a cross join lateral aclexplode(a.attacl) acl join who on who.oid = acl.grantee
                       where a.attrelid = v.oid and not a.attisdropped), '{}')
         || coalesce((select array_agg(case when d.objsubid = 0
                         then format('comment on %s %s is %L', case v.relkind when 'm' then 'materialized view' else 'view' end, v.name, d.description)
                         else format('comment on column %s.%I is %L', v.name, a.attname, d.description) end order by d.objsubid)
                        from pg_description d left join pg_attribute a on a.attrelid = d.objoid and a.attnum = d.objsubid
                       where d.classoid = 'pg_class'::regclass and d.objoid = v.oid), '{}')
    from views v
), hung as (
  select every.* from every, asked where not asked.keys or every.kind = 'foreign key' and every.refuses
)
