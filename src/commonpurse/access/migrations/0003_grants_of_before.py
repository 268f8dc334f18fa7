from django.db import migrations

ASIDE = """
alter table access_grant rename to access_grant_before;
do $$ declare one record; begin
  for one in select indexname from pg_indexes where schemaname = 'public' and tablename = 'access_grant_before' loop
    execute format('alter index %I rename to %I', one.indexname, left('before_' || one.indexname, 63));
  end loop;
end $$;
"""


class Migration(migrations.Migration):
    """The grants as they were are laid aside; `0005` translates them, compares, and removes them."""

    dependencies = [("access", "0002_what_is_let_be_seen")]

    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(ASIDE, migrations.RunSQL.noop)],
            [migrations.DeleteModel("Grant")],
        )
    ]
