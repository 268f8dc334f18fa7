

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_a_yes_says_how_much'),
    ]

    operations = [
        migrations.AddField(
            model_name='capacitydecision',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='capacitydecision',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='capacitydecision',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name='carersstatement',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='carersstatement',
            name='by_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='carersstatement',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='carersstatement',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
    ]
