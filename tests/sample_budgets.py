"""A budget of the sample world's city, straight into the database."""

from io import BytesIO
from typing import Any

from PIL import Image

import sample_books
from zhongdu import files
from zhongdu.acts.models import acting
from zhongdu.budget.models import Budget, BudgetLine
from zhongdu.calendar import clock
from zhongdu.record.keeping import open_docket


def budget(bureau: Any, state: str = "draft") -> Budget:
    today = clock.today()
    book = sample_books.month(bureau).book
    bound = state in {"approved", "replaced"}
    with acting():
        made = Budget.objects.create(
            docket=open_docket(Budget.kind(), bureau), bureau=bureau, state=state, book=book, year=today.year,
            approved_on=today if bound else None,
        )  # fmt: skip
        BudgetLine.objects.create(
            budget=made, version=1, account=book.accounts.get(element="income"), amount=100_000
        )
    return made


def of_budgets(world: Any) -> None:
    """One that binds, with a scan, and one still drafted."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    world.budget = budget(world.beijing.bureau, "approved")
    world.budget_draft = budget(world.beijing.bureau)
    made = BytesIO()
    Image.new("RGB", (40, 40)).save(made, "PNG")
    files.store(SimpleUploadedFile("批复.png", made.getvalue()), owner=world.budget.number, kind="budget")
