from django.db import migrations


class Migration(migrations.Migration):
    """Limits are kept as JSON from now on; what was pickled before is not read any more."""

    dependencies = [("foundation", "0003_outbox")]

    operations = [migrations.RunSQL("delete from foundation_cache", migrations.RunSQL.noop)]
