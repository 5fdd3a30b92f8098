"""A visit a bureau asks for: assigned, taken on, recorded, printed; who may, and what is refused."""

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from zhongdu import vault
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.calendar import clock
from zhongdu.duties.models import Duty
from zhongdu.fieldwork import acts
from zhongdu.fieldwork.papers import record_of
from zhongdu.fieldwork.queries import Visit
from zhongdu.record.models import Event
from zhongdu.scope.roles import Role

ANNEX_2 = {"other_goods": "存在", "two_prices": "一致", "inducement": "不存在", "own_card": "是"}


def assign(place, appointment, institution, checklist, *, role=Role.CASE_OFFICER, by=None, **more):
    inputs = {
        "institution": institution.code, "way": "open", "checklist": checklist, "due": clock.today() + timedelta(days=7), **more
    }  # fmt: skip
    return perform(acts.assign_visit, appointment, by or place.officer(role), **inputs)


@pytest.mark.clauses("shaoxing:4.4", "shaoxing:7", "shaoxing:annex2", "shaoxing:5.2")
def test_the_whole_of_an_assigned_visit_under_annex_2(shaoxing, serving, institution, himself):
    appointment, pharmacy = serving(shaoxing), institution(shaoxing)
    visit = assign(shaoxing, appointment, pharmacy, "checklist.annex2", words="请看看收银台")
    assert (visit.state, visit.work, visit.checklist_version) == ("assigned", "assigned", 1)
    me = himself(appointment)
    visit = perform(acts.accept_visit, visit, me)
    visit = perform(
        acts.record_visit,
        visit,
        me,
        done_at=clock.now(),
        answers=ANNEX_2,
        notes={"other_problems": "有赠品"},
        signature="张 示例",
    )
    assert visit.state == "done" and visit.trouble and visit.answers == ANNEX_2
    assert vault.read(visit.number, "visit_words")["visit_words"] == {"other_problems": "有赠品"}
    last = Event.objects.filter(docket=visit.docket).latest("seq")
    assert last.data["trouble"] == ["other_goods"]
    assert "shaoxing:annex2" in last.clauses
    assert "有赠品" not in str(last.data)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(record_of(visit))).pages).replace(
        "\n", ""
    )
    for said in (
        "医保社会监督员巡查情况登记表",
        "一、单位名称",
        "示例大药房",
        "三、巡检查时间",
        "四、巡检查内容",
        "有赠品",
        "巡检查人员签名",
    ):
        assert said in words
