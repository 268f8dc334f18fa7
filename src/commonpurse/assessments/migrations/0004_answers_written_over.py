import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_told_only_to_the_worker")]

    operations = [
        migrations.AddField(
            model_name="answerevent",
            name="over",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
    ]
