from django.db import migrations, models


class Migration(migrations.Migration):
    """One journey of a kind goes on for a person at a time, whatever is pressed at the same moment."""

    dependencies = [("journeys", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="journey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "ended"), _negated=True),
                fields=("person", "kind"),
                name="one_journey_of_a_kind",
                violation_error_message="There is a journey of this kind already. Open that one.",
            ),
        ),
    ]
