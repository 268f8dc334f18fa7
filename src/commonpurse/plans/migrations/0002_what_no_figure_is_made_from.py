"""A line's weekly worth is worked out where it is shown, in the budget's own period: the kept copy was used for nothing."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_initial"),
    ]

    operations = [
        migrations.RemoveField(model_name="planline", name="weekly_pence"),
        migrations.RemoveField(model_name="currentsupport", name="weekly_pence"),
    ]
