

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journeys', '0005_a_draft_of_a_window'),
    ]

    operations = [
        migrations.AddField(
            model_name='journeyevent',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='journeyevent',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='journeyevent',
            name='made_in',
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='journeyevent',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
        migrations.AlterField(
            model_name='contact',
            name='id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
        ),
    ]
