"""What was one kind of fund in the packs is two; what was kept under it is the employees' (maternity is in it)."""

from django.db import migrations

KEPT = (("fund", "Book"), ("cases", "Loss"), ("cases", "Claim"), ("agreements", "Claim"))


def apart(apps, schema_editor):
    for app, model in KEPT:
        # The managers let nothing be changed outside an act; a migration is none.
        rows = apps.get_model(app, model)._base_manager.filter(fund="fund.kind.basic")
        rows.update(fund="fund.kind.employees")


class Migration(migrations.Migration):
    dependencies = [
        ("fund", "0003_money_has_one_origin"),
        ("cases", "0008_told_that_it_ended_and_stood_back"),
        ("agreements", "0003_what_the_agency_recovers"),
    ]
    operations = [migrations.RunPython(apart, migrations.RunPython.noop)]
