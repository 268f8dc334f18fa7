from django.db import migrations, models


class Migration(migrations.Migration):
    """What letters say of whom to ask and how to complain."""

    dependencies = [
        ('organisations', '0003_the_first_organisation_founded_it'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='hours',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='membership',
            name='telephone',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name='organisation',
            name='complaints',
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name='team',
            name='address',
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name='team',
            name='hours',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='team',
            name='telephone',
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
