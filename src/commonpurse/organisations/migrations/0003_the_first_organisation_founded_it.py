from django.db import migrations

FIRST = """
update organisations_team set founded_by_id = (
  select one.organisation_id from organisations_team_organisations one where one.team_id = organisations_team.id order by one.id limit 1)
where founded_by_id is null
"""


class Migration(migrations.Migration):
    """A team from before this is its first organisation's."""

    dependencies = [("organisations", "0002_team_founded_by")]

    operations = [migrations.RunSQL(FIRST, migrations.RunSQL.noop)]
