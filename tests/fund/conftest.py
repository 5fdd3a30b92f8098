"""A city's bureau under the city's fund measure, and one book of it."""

from datetime import date
from typing import Any

import pytest

from zhongdu.calendar import clock

SINCE = date(2026, 11, 3)


@pytest.fixture
def office(db: None) -> Any:
    from world import place  # the models are not loaded when this file is

    with clock.on(date(2026, 1, 5)):
        return place("330700", "示例市医疗保障局", "city", "city")


@pytest.fixture
def book(office: Any) -> Any:
    from zhongdu.acts.performing import perform
    from zhongdu.fund import acts
    from zhongdu.scope.roles import Role

    return perform(
        acts.open_book, office.office, office.officer(Role.ACCOUNTANT), fund="fund.kind.employees", name="职工基本医疗保险基金",
        special_account="示例银行财政专户（末四位1234）", since=SINCE,
    )  # fmt: skip
