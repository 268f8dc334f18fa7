import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    """A draft's row has an id of the server's; what the browser carries is the window's own key, and its writer's alone."""

    dependencies = [("journeys", "0004_draft")]

    operations = [
        migrations.AddField("draft", "window", models.UUIDField(null=True)),
        migrations.RunSQL('update journeys_draft set "window" = id', migrations.RunSQL.noop),
        migrations.AlterField("draft", "window", models.UUIDField()),
        migrations.AlterField("draft", "id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(
                fields=("user_id", "window"), name="a_draft_a_window", violation_error_message="This window has a draft already."
            ),
        ),
    ]
