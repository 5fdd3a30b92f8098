"""What a form asks and what is wrong with an answer."""

from dataclasses import replace
from datetime import date

import pytest
from recruiting import answers, id_number, law_of

from zhongdu.recruitment import particulars
from zhongdu.recruitment.consent import privacy_notice

ON = date(2026, 9, 28)


def wrong(code: str, *, photo: bool = True, **changes) -> dict[str, str]:
    law = law_of(code)
    return particulars.check(law, answers(law, **changes), on=ON, photo=photo).wrong


@pytest.mark.clauses("wushan:annex2")
def test_wushan_asks_what_its_form_asks_in_its_order() -> None:
    asked = particulars.asked(law_of("wushan"))
    assert asked.official
    assert [each.label for each in asked.fields] == [
        "姓名", "性别", "照片", "出生日期", "民族", "身份证号", "政治面貌", "健康状况", "联系电话", "学历",
        "毕业院校", "工作单位", "家庭住址", "主要工作经历", "诚信声明", "签字", "年月日",
    ]  # fmt: skip
    assert asked.shape.declaration[0] == "本人承诺："


@pytest.mark.clauses("beijing:annex")
def test_a_form_the_document_lacks_is_the_platforms_and_says_so() -> None:
    asked = particulars.asked(law_of("beijing"))
    assert asked.form.rule.title == "北京市医疗保障基金社会监督员报名表" and not asked.official
    assert {"name", "id_number", "citizenship", "photo"} <= {each.name for each in asked.fields}


@pytest.mark.clauses("beijing:4.1", "hunan:5.1")
def test_citizenship_is_asked_apart_from_a_form_that_lacks_it() -> None:
    law = law_of("wushan")
    pack = replace(
        law.statute.pack,
        rules=law.statute.pack.rules
        | {"eligibility.citizenship": law_of("beijing").rule("eligibility.citizenship")},
    )
    stricter = replace(law, statutes=(replace(law.statute, pack=pack),))
    assert [each.name for each in particulars.asked(stricter).apart] == ["citizenship"]
    assert not particulars.asked(law).apart


def test_a_right_form_has_nothing_wrong_and_reads_birth_and_sex_off_the_number() -> None:
    law = law_of("wushan")
    read = particulars.check(law, answers(law), on=ON, photo=True)
    assert read.wrong == {}
    assert (read.values["born"], read.values["sex"], read.values["signed_on"]) == (
        "1983-05-01",
        "女",
        "2026-09-28",
    )


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"id_number": "500237198305010020"}, "id_number", "校验码"),
        ({"id_number": "123"}, "id_number", "18位"),
        ({"id_number": id_number("20270101")}, "id_number", "晚于今天"),
        ({"phone": "12345"}, "phone", "手机号码"),
        ({"name": ""}, "name", "请填写姓名"),
        ({"experience": "长" * 3001}, "experience", "最多3000个字"),
        ({"signature": "别人"}, "signature", "一致"),
        ({"declaration": ""}, "declaration", "勾选"),
        ({"declared": []}, "eligibility.politics", "声明"),
        ({"photo": False}, "photo", "请上传照片"),
    ],
)
def test_each_mistake_is_one_sentence_beside_its_field(changes: dict, field: str, says: str) -> None:
    found = wrong("wushan", **changes)
    assert list(found) == [field] and says in found[field]


@pytest.mark.clauses("beijing:4.1")
@pytest.mark.parametrize("name", ["欧阳建国", "买买提·吐尔逊", "𠮷田䶮", "Jean-Luc O'Neil"])
def test_a_name_may_be_of_any_script(name: str) -> None:
    assert wrong("wushan", name=name, signature=name) == {}


@pytest.mark.parametrize("name", ["<b>王</b>", "王3", "王😀", "{{王}}"])
def test_what_cannot_be_a_name_is_told(name: str) -> None:
    assert "只有文字" in wrong("wushan", name=name)["name"]


def test_a_foreigner_is_told_at_once_and_an_age_outside_一般_is_not_refused() -> None:
    assert "不能报名" in wrong("beijing", citizenship="其他")["citizenship"]
    assert wrong("beijing", id_number=id_number("19500101")) == {}


def test_what_nobody_classified_is_kept_and_found_again() -> None:
    kept = particulars.kept({"name": "示例", "hobby": "书法", "photo": True})
    assert kept == {"name": "示例", "form_rest": {"hobby": "书法"}}
    assert particulars.restored(kept) == {"name": "示例", "hobby": "书法"}


@pytest.mark.parametrize(("code", "shows"), [("beijing", True), ("wushan", False), ("shaoxing", False)])
def test_the_privacy_notice_says_what_this_law_makes_public(code: str, shows: bool) -> None:
    text = privacy_notice(law_of(code), "示例局")
    assert ("公示期内" in text) is shows
    assert "身份证号" in text and "示例局" in text
