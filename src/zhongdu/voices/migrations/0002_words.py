from django.db import migrations

from zhongdu.vault.words import make

TABLE = "voices_words"


def forwards(apps, schema_editor):
    for statement in make(TABLE, schema_editor.connection.vendor):
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("voices", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
