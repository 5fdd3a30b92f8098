from datetime import timedelta

from django.db import migrations
from django.db.models import F
from django.utils import timezone


def name_them(apps, schema_editor):
    """Whoever had taken a lead up has it in hand; what was sent back for completion waits ten days more."""
    leads = apps.get_model("leads", "Lead").objects
    leads.exclude(taken_up_by=None).update(handler_id=F("taken_up_by"))
    leads.filter(state="returned").update(complete_by=timezone.localdate() + timedelta(days=10))


class Migration(migrations.Migration):
    dependencies = [("leads", "0002_who_speaks_and_what_became_of_it")]

    operations = [migrations.RunPython(name_them, migrations.RunPython.noop, elidable=True)]
