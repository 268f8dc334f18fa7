

import commonpurse.foundation.clock
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0003_grants_of_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('holder_kind', models.CharField(choices=[('user', 'user'), ('person', 'person'), ('team', 'team'), ('member', 'member')], max_length=10)),
                ('holder_id', models.UUIDField()),
                ('holder', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat('holder_kind', models.Value(':'), django.db.models.functions.comparison.Cast('holder_id', models.CharField(max_length=36))), output_field=models.CharField(max_length=50))),
                ('person_id', models.UUIDField()),
                ('section', models.CharField(max_length=30)),
                ('verb', models.CharField(choices=[('read', 'read'), ('write', 'write'), ('decide', 'decide')], max_length=10)),
                ('ground_kind', models.CharField(max_length=30)),
                ('journey_id', models.UUIDField(null=True)),
                ('valid_from', models.DateTimeField(default=commonpurse.foundation.clock.now)),
                ('valid_until', models.DateTimeField(null=True)),
                ('given_by_id', models.UUIDField()),
                ('given_as', models.CharField(default='not recorded', editable=False, max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30)),
                ('person_id', models.UUIDField()),
                ('about_id', models.UUIDField(null=True)),
                ('given_by_id', models.UUIDField()),
                ('began_at', models.DateTimeField(default=commonpurse.foundation.clock.now)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Key',
            fields=[
                ('name', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('inner_pad', models.BinaryField()),
                ('outer_pad', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='Once',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('user_id', models.UUIDField()),
                ('act', models.CharField(max_length=40)),
                ('key', models.UUIDField()),
                ('sent_sha256', models.CharField(max_length=64)),
                ('made_id', models.UUIDField()),
                ('at', models.DateTimeField(default=commonpurse.foundation.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('key_hash', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('user_id', models.UUIDField(null=True)),
                ('data', models.TextField()),
                ('began_at', models.DateTimeField(default=commonpurse.foundation.clock.now)),
                ('expires_at', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='never',
            name='never_once',
        ),
        migrations.AddField(
            model_name='look',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='look',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='look',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
        migrations.AddField(
            model_name='never',
            name='ended_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='never',
            name='ended_by_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='never',
            name='why',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='refusal',
            name='as_capacity',
            field=models.CharField(default='not recorded', editable=False, max_length=20),
        ),
        migrations.AddField(
            model_name='refusal',
            name='ground_id',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='refusal',
            name='purpose',
            field=models.CharField(default='not recorded', editable=False, max_length=30),
        ),
        migrations.AddConstraint(
            model_name='never',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user_id', 'person_id'), name='never_once', violation_error_message='This is already so.'),
        ),
        migrations.AddIndex(
            model_name='ground',
            index=models.Index(fields=['person_id', 'kind'], name='access_grou_person__677856_idx'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='ground_ends_after_it_begins', violation_error_message='Access cannot end before it begins.'),
        ),
        migrations.AddField(
            model_name='grant',
            name='ground',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='access.ground'),
        ),
        migrations.AddConstraint(
            model_name='once',
            constraint=models.UniqueConstraint(fields=('user_id', 'act', 'key'), name='a_key_once', violation_error_message='This has been sent already.'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['user_id'], name='access_sess_user_id_7b9c86_idx'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(fields=['expires_at'], name='access_sess_expires_25fddf_idx'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['person_id', 'section', 'verb', 'holder'], name='grant_of_one_person'),
        ),
        migrations.AddIndex(
            model_name='grant',
            index=models.Index(fields=['holder', 'section', 'verb', 'person_id'], name='grant_of_one_holder'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='grant_ends_after_it_begins', violation_error_message='Access cannot end before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(fields=('ground', 'holder_kind', 'holder_id', 'section', 'verb'), name='grant_once', violation_error_message='They may do that already.'),
        ),
    ]
