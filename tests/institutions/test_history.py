"""An institution by date: what it was called on any day, and that it is found by what it was called."""

from datetime import date

import pytest
from listing import CREDIT, book, bring, row

from watching import institution, signed_in
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.institutions import history
from zhongdu.institutions.acts import change_particulars, import_list
from zhongdu.institutions.models import Former, Institution
from zhongdu.institutions.queries import as_of, dossier_of, for_choice, named
from zhongdu.kit.workbooks import BadList
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

CODE = "P50023700001"
JAN, JUN, OCT = date(2026, 1, 10), date(2026, 6, 1), date(2026, 10, 1)


def found() -> Institution:
    return Institution.objects.get(code=CODE)


def names_on(*days: date) -> list[str]:
    held = [as_of(found(), day) for day in days]
    return [each.of.name if each else "" for each in held]


def change(place, **told):
    told.setdefault("from_day", clock.today())
    return perform(change_particulars, dossier_of(found()), place.officer(Role.CASE_OFFICER), **told)


@pytest.fixture
def shop(wushan):
    """Listed in January under one name, in June under another, moved in October."""
    by = wushan.officer(Role.CASE_OFFICER)
    for day, cells in (
        (JAN, row(1, "甲药店", address="老街1号")),
        (JUN, row(1, "乙药店", address="老街1号")),
        (OCT, row(1, "乙药店", address="新街2号", credit_code=CREDIT)),
    ):
        perform(import_list, wushan.office, by, file=book(cells), as_of=day)
    return wushan


def test_every_day_has_its_particulars(shop):
    assert names_on(date(2026, 1, 9), JAN, date(2026, 5, 31), JUN, OCT) == [
        "",
        "甲药店",
        "甲药店",
        "乙药店",
        "乙药店",
    ]
    [latest, earlier] = history.changes(found())
    assert (latest.on, [label for label, *_ in latest.what]) == (OCT, ["统一社会信用代码", "地址"])
    assert (earlier.on, earlier.what) == (JUN, [("名称", "甲药店", "乙药店")])


def test_what_is_the_same_leaves_no_trace(shop):
    perform(
        import_list,
        shop.office,
        shop.officer(Role.CASE_OFFICER),
        file=book(row(1, "乙药店", since="2026-02-01")),
    )
    assert Former.objects.count() == 2 and found().since == date(2026, 2, 1) and found().holds_since == OCT


def test_a_list_older_than_what_is_known_is_refused(shop):
    with pytest.raises(BadList, match="更早的情况"):
        perform(
            import_list, shop.office, shop.officer(Role.CASE_OFFICER), file=book(row(1, "丙药店")), as_of=JUN
        )
    assert names_on(OCT) == ["乙药店"]


def test_a_list_of_the_same_day_corrects(shop):
    perform(
        import_list, shop.office, shop.officer(Role.CASE_OFFICER), file=book(row(1, "乙大药店")), as_of=OCT
    )
    assert Former.objects.count() == 2 and names_on(JUN, OCT) == ["乙药店", "乙大药店"]


def test_a_list_of_tomorrow(wushan):
    with pytest.raises(Refused) as no:
        perform(
            import_list,
            wushan.office,
            wushan.officer(Role.CASE_OFFICER),
            file=book(row(1)),
            as_of=date(2199, 1, 1),
        )
    assert "as_of" in no.value.fields and not Institution.objects.exists()


def test_it_is_found_by_what_it_was_called(shop):
    assert [each.code for each in for_choice(shop.bureau, "甲药店")] == [CODE]
    assert [each.code for each in named(shop.bureau, "甲药店")] == [CODE]
    desk = signed_in(shop.user(Role.CASE_OFFICER))
    assert "乙药店" in desk.get("/desk/institutions/", {"q": "甲药"}).content.decode()


def test_by_hand_from_a_day_on(shop):
    change(shop, name="丁药店", legal_person="示例法人", licence="X1", from_day=OCT.replace(day=2))
    one = found()
    assert (one.name, one.legal_person, one.licence, one.address) == ("丁药店", "示例法人", "X1", "新街2号")
    assert names_on(OCT, OCT.replace(day=2)) == ["乙药店", "丁药店"]
    told = Event.objects.filter(act=change_particulars.name).get().data
    assert told["changed"] == ["name", "licence", "legal_person"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": "乙药店"}, "nothing_changes"),
        ({}, "nothing_changes"),
        ({"name": "丁", "from_day": JUN}, "too_old"),
        ({"name": "丁", "from_day": date(2199, 1, 1)}, "not_yet"),
        ({"credit_code": "91110000600037341M"}, "bad_input"),
    ],
)
def test_by_hand_nothing_wrong_is_taken(shop, told, code):
    with pytest.raises(Refused) as no:
        change(shop, **told)
    assert no.value.code == code and Former.objects.count() == 2


def test_another_bureau_takes_it_over(hunan):
    one, other = (
        hunan.below("430100", "长沙市医疗保障局", "city"),
        hunan.below("430200", "株洲市医疗保障局", "city"),
    )
    institution(one, "示例药店", CODE)
    change(one, bureau="430200", from_day=clock.today())
    assert found().bureau == other.bureau and dossier_of(found()).bureau == other.bureau
    assert Former.objects.get().bureau == one.bureau


def test_the_page_tells_of_any_day(shop):
    desk = signed_in(shop.user(Role.CASE_OFFICER))
    said = desk.get(f"/desk/institutions/{CODE}/").content.decode()
    assert "甲药店 → 乙药店" in said and "变更登记" in said
    on = desk.get(f"/desk/institutions/{CODE}/as-of/", {"day": "2026-03-01"}).content.decode()
    assert "甲药店" in on and "老街1号" in on and "新街2号" not in on
    never = desk.get(f"/desk/institutions/{CODE}/as-of/", {"day": "2020-03-01"}).content.decode()
    assert "没有这一天的登记" in never and "2026年1月10日" in never


def test_lists_of_before_are_known_from_whenever(wushan):
    bring(wushan, row(2))
    with_no_beginning = institution(wushan, "旧名单的药店", CODE)
    held = as_of(with_no_beginning, date(1999, 1, 1))
    assert held and held.since is None
