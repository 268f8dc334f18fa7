from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_health_basis_held_once")]

    operations = [
        migrations.AddField(model_name="answerevent", name="only_worker", field=models.BooleanField(default=False)),
    ]
