from django.db import migrations


class Migration(migrations.Migration):
    """What a person lets somebody see has sections of its own: those of the record opened more than the page showed."""

    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                "update access_grant set sections = '{shown-answers}' where cause = 'shared' and sections = '{assessment}'",
                "update access_grant set sections = '{shown-budget}' where cause = 'shared' and sections = '{budget}'",
            ],
            [
                "update access_grant set sections = '{assessment}' where cause = 'shared' and sections = '{shown-answers}'",
                "update access_grant set sections = '{budget}' where cause = 'shared' and sections = '{shown-budget}'",
            ],
        )
    ]
