from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("access", "0005_grants_rest_on_grounds")]

    operations = [
        migrations.RemoveConstraint(model_name="never", name="never_once"),
        migrations.AddConstraint(
            model_name="never",
            constraint=models.UniqueConstraint(
                condition=Q(ended_at=None),
                fields=("user_id", "person_id", "given_by_id"),
                name="never_once",
                violation_error_message="This is already so.",
            ),
        ),
    ]
