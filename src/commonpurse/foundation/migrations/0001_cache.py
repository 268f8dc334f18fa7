"""The cache table that all processes share: sign-in's rate limits live in it (columns as Django's database cache expects them)."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.RunSQL(
            "create table foundation_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);"
            "create index foundation_cache_expires on foundation_cache (expires);",
            "drop table foundation_cache;",
        )
    ]
