import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which organisation decides who shares a team."""

    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="team",
            name="founded_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
    ]
