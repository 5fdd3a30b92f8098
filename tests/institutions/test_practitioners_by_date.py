"""A practitioner by date: who they were on any day, where they worked then, and that they are found by either name."""

from datetime import date
from typing import Any

import pytest
from test_practitioners import DOCTOR, HOSPITAL, SHOP, book, row

from watching import institution, signed_in
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.institutions import history
from zhongdu.institutions.acts import change_practitioner, import_practitioners
from zhongdu.institutions.models import FormerPractitioner, Practitioner
from zhongdu.institutions.queries import as_of, dossier_of, practitioners
from zhongdu.kit.workbooks import BadList
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

JAN, JUN, OCT = date(2026, 1, 10), date(2026, 6, 1), date(2026, 10, 1)


def doctor() -> Practitioner:
    return Practitioner.objects.get(code=DOCTOR)


def bring(place: Place, day: date, *rows: list[str]) -> None:
    perform(
        import_practitioners, place.office, place.officer(Role.AGENCY_OFFICER), file=book(*rows), as_of=day
    )


def change(place: Place, **told: Any) -> Any:
    told = {"from_day": clock.today(), **told}
    return perform(change_practitioner, dossier_of(doctor()), place.officer(Role.AGENCY_OFFICER), **told)


@pytest.fixture
def known(wushan: Place) -> Place:
    """Listed in January, with another name from June, with another title from October, and another institution."""
    institution(wushan, "示例医院", HOSPITAL)
    institution(wushan, "示例药店", SHOP)
    bring(wushan, JAN, row(name="甲示例", title="医师", since="2026-01-01"))
    bring(wushan, JUN, row(name="乙示例", since="2026-01-01", until="2026-06-30"))
    bring(wushan, OCT, row(name="乙示例", title="主治医师", at=SHOP, since="2026-07-01"))
    return wushan


def said_on(*days: date) -> list[str]:
    held = [as_of(doctor(), day) for day in days]
    return [f"{each.of.name} {each.of.title}" if each else "" for each in held]


def test_every_day_has_its_particulars_and_its_workplace(known: Place) -> None:
    assert said_on(date(2026, 1, 9), JAN, date(2026, 5, 31), JUN, OCT) == [
        "", "甲示例 医师", "甲示例 医师", "乙示例 医师", "乙示例 主治医师",
    ]  # fmt: skip
    [latest, earlier] = history.changes(doctor())
    assert (latest.on, latest.what) == (OCT, [("职称", "医师", "主治医师")])
    assert (earlier.on, [label for label, *_ in earlier.what]) == (JUN, ["姓名"])
    places = {
        day: [each.institution.code for each in practitioners.workplaces_on(doctor(), day)]
        for day in (JUN, OCT)
    }
    assert places == {JUN: [HOSPITAL], OCT: [SHOP]}


def test_the_page_says_who_it_was_that_day(known: Place) -> None:
    desk = signed_in(known.user(Role.AUDITOR))
    page = desk.get(f"/desk/practitioners/{DOCTOR}/as-of/", {"day": "2026-05-31"}).content.decode()
    assert "甲示例" in page and "示例医院" in page and "示例药店" not in page and "有变化" in page
    page = desk.get(f"/desk/practitioners/{DOCTOR}/as-of/", {"day": "2026-01-09"}).content.decode()
    assert "系统里没有这一天的登记" in page and "最早的登记从" in page
    page = desk.get(f"/desk/practitioners/{DOCTOR}/").content.decode()
    assert "甲示例 → 乙示例" in page and "主治医师" in page


def test_found_by_the_name_they_had(known: Place) -> None:
    assert practitioners.named(known.bureau, "甲示例") == [doctor()]
    page = signed_in(known.user(Role.LIAISON)).post("/desk/practitioners/", {"q": "甲示例"}, follow=True)
    assert DOCTOR in page.content.decode()


def test_a_list_of_an_earlier_day_overwrites_nothing_newer(known: Place) -> None:
    with pytest.raises(BadList) as bad:
        bring(known, JUN, row(name="丙示例", since="2026-07-01", at=SHOP))
    [mistake] = bad.value.mistakes
    assert (mistake.row, mistake.column) == (2, "name") and "2026年10月1日" in mistake.says
    assert doctor().name == "乙示例"


def test_a_second_line_of_the_same_day_makes_no_day_of_its_own(known: Place) -> None:
    bring(known, OCT, row(name="乙示例", at=SHOP, licence="1101"), row(name="乙示例", licence="1102"))
    assert doctor().licence == "1102" and FormerPractitioner.objects.count() == 2


def test_changed_by_hand_from_a_day(known: Place) -> None:
    change(known, name="丁示例", licence="2201")
    assert (doctor().name, doctor().licence, doctor().holds_since) == ("丁示例", "2201", clock.today())
    event = Event.objects.latest("id")
    assert event.data["changed"] == ["name", "licence"] and "丁示例" not in str(event.data)
    with pytest.raises(Refused, match="没有变化"):
        change(known, title="主治医师")
    with pytest.raises(Refused, match="不能用更早的情况覆盖"):
        change(known, from_day=JUN, name="戊示例")
    with pytest.raises(Refused) as no:
        perform(
            change_practitioner, dossier_of(doctor()), known.officer(Role.AUDITOR), from_day=JUN, name="戊"
        )
    assert no.value.code == "not_your_role"
