from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("leads", "0003_handlers_by_name")]

    operations = [
        migrations.RemoveField(
            model_name='lead',
            name='taken_up_by',
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('complete_by__isnull', False), ('state', 'returned')), ('state', 'merged'), models.Q(models.Q(('state', 'returned'), _negated=True), ('complete_by__isnull', True)), _connector='OR'), name='returned_until_a_day', violation_error_message='退回补充要写明补充到哪天。'),
        ),
    ]
