from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="healthbasis",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)),
                fields=("person", "kind"),
                name="health_basis_held_once",
                violation_error_message="This is recorded already. End that record first, if it has changed.",
            ),
        ),
    ]
