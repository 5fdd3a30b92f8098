from django.conf import settings
from django.db import migrations, models


def say_when(apps, schema_editor):
    """What was announced before has the day of its ending; a letter that was recalled is to come back."""
    rows = apps.get_model("roster", "Appointment").objects
    rows.filter(public_cancellation=True).update(announced_on=models.F("ended_on"))
    rows.filter(papers="recalled").update(letter_recalled=True)


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0001_initial'),
        ('recruitment', '0001_initial'),
        ("roster", "0002_numbering_and_spent_codes"),
        ('scope', '0002_practice'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='appointment',
            name='roster_cancelled',
        ),
        migrations.AddField(
            model_name='appointment',
            name='announced_on',
            field=models.DateField(null=True, verbose_name='公告之日'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='entered_on',
            field=models.DateField(null=True, verbose_name='补录之日'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='letter_recalled',
            field=models.BooleanField(default=False, verbose_name='聘书应收回'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='letter_returned_on',
            field=models.DateField(null=True, verbose_name='聘书收回之日'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='not_renewing_on',
            field=models.DateField(null=True, verbose_name='决定不续聘之日'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='raised_ground',
            field=models.CharField(blank=True, max_length=80, verbose_name='待处理的终止事由'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='raised_on',
            field=models.DateField(null=True, verbose_name='事由发生之日'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='to_transfer',
            field=models.BooleanField(default=False, verbose_name='移交有关部门'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='transferred_on',
            field=models.DateField(null=True, verbose_name='移交之日'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='way_in',
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.RunPython(say_when, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['bureau', 'state', 'until', 'id'], name='roster_ends_next'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['user', '-since'], name='roster_terms_of_one'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('announced_on__isnull', False)), fields=['-announced_on', '-id'], name='roster_announced'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('letter_recalled', True), ('letter_returned_on', None)), fields=['bureau', '-id'], name='roster_to_be_returned'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('raised_ground', ''), _negated=True), fields=['bureau', '-id'], name='roster_raised'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('resigning_on__isnull', False)), fields=['bureau', '-id'], name='roster_resigning'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('public_cancellation', False), models.Q(('announced_on__isnull', False), ('state', 'ended')), _connector='OR'), name='a_public_cancellation_is_of_an_end_and_has_a_day', violation_error_message='公告取消资格的，聘任要已经终止，并写明公告之日。'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('letter_recalled', False), ('letter_returned_on', None)), models.Q(('letter_recalled', True), ('state', 'ended')), _connector='OR'), name='a_letter_comes_back_after_the_end', violation_error_message='聘任终止以后才收回聘书。'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('transferred_on', None), ('to_transfer', True), _connector='OR'), name='what_was_transferred_was_to_be', violation_error_message='决定移交以后才登记移交。'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('raised_ground', ''), ('raised_on', None)), models.Q(models.Q(('raised_ground', ''), _negated=True), ('raised_on__isnull', False)), _connector='OR'), name='a_raised_ground_has_a_day', violation_error_message='待处理的终止事由要写明发生之日。'),
        ),
    ]
