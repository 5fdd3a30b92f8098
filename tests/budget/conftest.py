"""A city's bureau under the city's fund measure, with a book and what it keeps in it."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest

from zhongdu.calendar import clock


@pytest.fixture
def office(db: None) -> Any:
    from world import place

    with clock.on(date(2026, 1, 5)):
        return place("330700", "示例市医疗保障局", "city", "city")


@pytest.fixture
def book(office: Any) -> Any:
    from zhongdu.acts.performing import perform
    from zhongdu.fund import acts
    from zhongdu.scope.roles import Role

    with clock.on(date(2026, 1, 5)):
        return perform(
            acts.open_book, office.office, office.officer(Role.ACCOUNTANT), fund="fund.kind.employees",
            name="职工基本医疗保险基金", special_account="示例银行财政专户（末四位1234）", since=date(2026, 1, 1),
        )  # fmt: skip


@pytest.fixture
def scan() -> Callable[[], Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    def made() -> Any:
        out = BytesIO()
        Image.new("RGB", (40, 40)).save(out, "PNG")
        return SimpleUploadedFile("批复.png", out.getvalue())

    return made


@pytest.fixture
def book_month(office: Any) -> Callable[..., None]:
    """Post vouchers in a month and close it."""
    from zhongdu.acts.performing import perform
    from zhongdu.fund import acts
    from zhongdu.scope.roles import Role

    def keep(book: Any, day: date, *vouchers: tuple[str, str]) -> None:
        month = book.months.get(first=day.replace(day=1))
        with clock.on(day):
            for lines in vouchers:
                perform(
                    acts.prepare_voucher, month, office.officer(Role.ACCOUNTANT), day=day, summary="示例", lines=list(lines)
                )  # fmt: skip
            perform(
                acts.post_vouchers, month, office.officer(Role.DECIDER),
                vouchers=[str(pk) for pk in month.vouchers.values_list("pk", flat=True)],
            )  # fmt: skip
        with clock.on(day.replace(day=1) + timedelta(days=31)):
            perform(acts.close_month, month, office.officer(Role.DECIDER))

    return keep
