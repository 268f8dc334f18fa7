

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0003_what_the_person_says_of_it'),
    ]

    operations = [
        migrations.AddField(
            model_name='agreement',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='agreement',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='agreement',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name='planreturn',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='planreturn',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='planreturn',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name='reply',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='reply',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='reply',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name='saying',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='saying',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='saying',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
    ]
