"""Practitioners: a list brought in whole, where each works and when, and who finds them."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from watching import institution, signed_in
from zhongdu import files
from zhongdu.acts.models import OutsideAct
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.institutions.acts import import_practitioners
from zhongdu.institutions.models import Practitioner, Workplace
from zhongdu.institutions.practitioner_rules import COLUMNS, check_all, kind_of, wrong_code
from zhongdu.institutions.queries import practitioners
from zhongdu.institutions.workbook import PEOPLE
from zhongdu.kit.workbooks import BadList, NotAList
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

DOCTOR, CHEMIST, HOSPITAL, SHOP = "D500237000001", "HY500237000002", "H50023700001", "P50023700001"


HEAD = list(COLUMNS.values())


def book(*rows, head=HEAD) -> SimpleUploadedFile:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        for at, cells in enumerate([head, *rows]):
            sheet.write_row(at, 0, cells)
    return SimpleUploadedFile("医师药师.xlsx", out.getvalue())


def row(code=DOCTOR, name="示例医师", at=HOSPITAL, **more):
    cells = {"code": code, "name": name, "institution": at, **more}
    return [cells.get(column, "") for column in COLUMNS]


def bring(place, *rows, by=None):
    return perform(
        import_practitioners, place.office, by or place.officer(Role.AGENCY_OFFICER), file=book(*rows)
    )


@pytest.fixture
def listed(wushan):
    """The county with a hospital and a pharmacy on its list."""
    institution(wushan, "示例医院", HOSPITAL)
    institution(wushan, "示例药店", SHOP)
    return wushan


def test_somebody_works_at_several_places(listed):
    bring(
        listed,
        row(since="2024-01-01", licence="1101"),
        row(at=SHOP, since="2025-06-01"),
        row(CHEMIST, "示例药师", SHOP),
    )
    doctor, chemist = Practitioner.objects.get(code=DOCTOR), Practitioner.objects.get(code=CHEMIST)
    assert (doctor.kind, doctor.licence, doctor.bureau) == ("physician", "1101", listed.bureau)
    assert chemist.kind == "pharmacist"
    assert [(each.institution.code, each.since) for each in practitioners.workplaces(doctor)] == [
        (SHOP, date(2025, 6, 1)),
        (HOSPITAL, date(2024, 1, 1)),
    ]
    shop = doctor.workplaces.get(institution__code=SHOP).institution
    assert list(practitioners.at(shop, date(2025, 5, 31))) == [chemist]
    assert set(practitioners.at(shop, date(2025, 6, 1))) == {doctor, chemist}


def test_again_it_brings_up_to_date_and_forgets_nothing(listed):
    bring(listed, row(since="2024-01-01", licence="1101"), row(CHEMIST, "示例药师", SHOP))
    bring(listed, row(name="改名医师", since="2024-01-01", until="2025-03-31"))
    doctor = Practitioner.objects.get(code=DOCTOR)
    assert (doctor.name, doctor.licence) == ("改名医师", "1101")
    assert [(w.since, w.until) for w in doctor.workplaces.all()] == [(date(2024, 1, 1), date(2025, 3, 31))]
    assert Practitioner.objects.count() == 2
    told = Event.objects.filter(act=import_practitioners.name).latest("seq").data
    assert (told["new"], told["changed"], told["same"], told["places"]) == (0, 1, 0, 0)


def test_who_comes_back_begins_anew(listed):
    bring(listed, row(since="2024-01-01", until="2024-12-31"))
    bring(listed, row(since="2025-05-01"))
    doctor = Practitioner.objects.get()
    hospital = doctor.workplaces.first().institution
    assert Workplace.objects.count() == 2
    worked = [
        practitioners.work_at(doctor, hospital, day)
        for day in (date(2024, 12, 31), date(2025, 4, 30), date(2025, 5, 1))
    ]
    assert worked == [True, False, True]


@pytest.mark.parametrize(
    ("wrong", "column", "says"),
    [
        (row(code="X500237000001"), "code", "D（医师）"),
        (row(code="D50023700001"), "code", "13位"),
        (row(code="HY50023700000X"), "code", "数字"),
        (row(code=""), "code", "请填写国家医保编码"),
        (row(at=""), "institution", "请填写执业机构代码"),
        (row(at="P5002370000"), "institution", "12位"),
        (row(at="H50023709999"), "institution", "先导入机构"),
        (row(name=""), "name", "请填写姓名"),
        (row(kind="药师"), "kind", "不一致"),
        (row(since="昨天"), "since", "哪一天"),
        (row(since="2025-01-02", until="2025-01-01"), "until", "早于"),
    ],
)
def test_one_mistake_and_nobody_is_taken_in(listed, wrong, column, says):
    with pytest.raises(BadList) as bad:
        bring(listed, row(CHEMIST, "示例药师", SHOP), wrong)
    assert [(m.row, m.column) for m in bad.value.mistakes] == [(3, column)]
    assert says in bad.value.mistakes[0].says
    assert not Practitioner.objects.exists() and not Workplace.objects.exists()


def test_lines_that_say_the_same_or_the_contrary(listed):
    with pytest.raises(BadList) as bad:
        bring(listed, row(), row(), row(name="另一个名字", at=SHOP))
    assert [(m.row, m.column) for m in bad.value.mistakes] == [(3, "institution"), (4, "name")]


def test_institutions_of_another_bureau_are_not_on_ones_own_list(listed, shaoxing):
    with pytest.raises(BadList, match="本局的医药机构名单里没有"):
        bring(shaoxing, row())


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.DECIDER, Role.AUDITOR])
def test_who_may_not(role, listed):
    with pytest.raises(Refused) as no:
        bring(listed, row(), by=listed.officer(role))
    assert no.value.code == "not_your_role" and not Practitioner.objects.exists()


def test_numbers_of_identity_cards_are_neither_read_nor_kept(listed):
    head = [*COLUMNS.values(), "身份证号"]
    perform(
        import_practitioners, listed.office, listed.officer(Role.CASE_OFFICER),
        file=book([*row(), "11010519491231002X"], head=head),
    )  # fmt: skip
    assert Practitioner.objects.exists() and not files.attached(listed.office.number)


def test_many_rows_take_few_statements(listed, django_assert_max_num_queries):
    rows = [row(f"D500237{serial:06}", f"示例医师{serial}") for serial in range(1, 6001)]
    with django_assert_max_num_queries(140):
        bring(listed, *rows)
    assert Workplace.objects.count() == 6000


def test_nobody_writes_practitioners_but_through_an_act(listed):
    bring(listed, row())
    for kind in (Practitioner, Workplace):
        with pytest.raises(OutsideAct):
            kind.objects.all().delete()


def test_finding_by_words_or_code(listed):
    bring(listed, row(), row(CHEMIST, "示例药师", SHOP))
    assert [each.code for each in practitioners.named(listed.bureau, "示例药师")] == [CHEMIST]
    assert [each.code for each in practitioners.named(listed.bureau, DOCTOR.lower())] == [DOCTOR]
    assert (
        len(practitioners.named(listed.bureau, "示例")) == 2 and practitioners.named(listed.bureau, " ") == []
    )
    assert [each.name for each in practitioners.for_choice(listed.bureau, "hy5002")] == ["示例药师"]


def test_a_bureau_sees_who_works_in_its_territory_wherever_they_are_listed(hunan):
    one = hunan.below("430100", "长沙市医疗保障局", "city")
    other = hunan.below("430200", "株洲市医疗保障局", "city")
    institution(one, "甲医院", "H43010000001")
    institution(other, "乙医院", "H43020000001")
    bring(one, row(at="H43010000001"))
    assert not practitioners.visible(other.officer(Role.CASE_OFFICER))
    bring(other, row(at="H43020000001"))
    assert [each.bureau for each in practitioners.visible(other.officer(Role.CASE_OFFICER))] == [one.bureau]
    assert [each.code for each in practitioners.within(other.bureau)] == [DOCTOR]


# --- codes -----------------------------------------------------------------------------------------------


@given(st.sampled_from(["D", "N", "HY", "HJ"]), st.integers(0, 10**12 - 1))
def test_every_code_of_the_four_kinds_reads(letters, number):
    code = f"{letters}{number:012}"
    assert wrong_code(code) == "" and kind_of(code)
    assert wrong_code(code[:-1]) and wrong_code(code + "0") and wrong_code("X" + code[1:])


def test_a_kind_in_words_nobody_knows_is_let_pass():
    lines, mistakes = check_all([(2, {"code": DOCTOR, "name": "某", "institution": SHOP, "kind": "主任"})])
    assert (lines[0].kind, mistakes) == ("physician", [])


# --- the desk --------------------------------------------------------------------------------------------


def test_on_the_desk(listed):
    desk = signed_in(listed.user(Role.AGENCY_OFFICER))
    address = f"/desk/offices/{listed.office.number}/practitioners/import/"
    bad = desk.post(address, {"file": book(row(code="X"))})
    assert bad.status_code == 422 and "第2行" in bad.content.decode()
    done = desk.post(address, {"file": book(row(), row(CHEMIST, "示例药师", SHOP))}, follow=True)
    said = done.content.decode()
    assert "新增2人" in said and "示例医院" in said
    assert "示例药师" not in desk.get("/desk/practitioners/", {"kind": "physician"}).content.decode()
    assert "示例药师" not in desk.get("/desk/practitioners/", {"institution": HOSPITAL}).content.decode()
    looked = desk.post("/desk/practitioners/", {"q": "无此人"}, follow=True)
    assert "没有符合条件" in looked.content.decode() and "无此人" not in str(looked.redirect_chain)
    assert "%E6%97%A0" not in str(looked.redirect_chain)
    assert "示例医院" in desk.get(f"/desk/practitioners/{DOCTOR}/").content.decode()
    assert "示例药师" in desk.get(f"/desk/institutions/{SHOP}/").content.decode()
    assert desk.get("/desk/practitioners/D500237999999/").status_code == 404


def test_the_template_comes_back(listed):
    desk = signed_in(listed.user(Role.AGENCY_OFFICER))
    content = desk.get("/desk/practitioners-template/").content
    with pytest.raises(NotAList, match="没有内容"):
        list(PEOPLE.rows(io.BytesIO(content)))
