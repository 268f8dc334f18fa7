

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('allocation', '0002_schemes_in_force_never_overlap'),
    ]

    operations = [
        migrations.AddField(
            model_name='costing',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='costing',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='costing',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name='run',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='run',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='run',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
    ]
