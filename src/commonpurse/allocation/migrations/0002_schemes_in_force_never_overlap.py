"""No two live schemes for the same kind of journey are in force on one day; nor two demonstration ones.

Without the extension btree_gist: kind and status become a range of one whole number.
"""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("allocation", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(
            """
            alter table allocation_scheme
              add constraint scheme_in_force_is_not_empty check (not isempty(in_force)),
              add constraint scheme_in_force_once exclude using gist (
                int4range(case kind when 'adult' then 1 else 2 end + case status when 'live' then 0 else 10 end,
                          case kind when 'adult' then 1 else 2 end + case status when 'live' then 0 else 10 end, '[]') with &&,
                in_force with &&) where (status in ('live', 'demonstration'));
            """,
            "alter table allocation_scheme drop constraint scheme_in_force_once, drop constraint scheme_in_force_is_not_empty;",
        )
    ]
