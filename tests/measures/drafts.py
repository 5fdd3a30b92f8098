"""A draft of a measure as tests need one: begun, changed, sent out, issued."""

import json
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.measures import acts
from zhongdu.measures.models import Draft
from zhongdu.scope.roles import Role

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NAMED = {"title": "海滨市社会监督员试行办法", "short": "海滨办法", "code": "haibin"}


def begin(place: Place, base: str = "hunan", **named: str) -> Draft:
    by = place.officer(Role.CASE_OFFICER)
    return perform(acts.begin_draft, place.office, by, base=base, **{**NAMED, **named})


def write(place: Place, draft: Draft, concept: str, **rule: Any) -> Draft:
    by = place.officer(Role.CASE_OFFICER)
    return perform(
        acts.write_rule, draft, by, concept_name=concept, rule=json.dumps(rule, ensure_ascii=False)
    )


def consult(place: Place, draft: Draft, *asked: Place, until: date | None = None) -> list[Any]:
    by = place.officer(Role.CASE_OFFICER)
    perform(
        acts.consult, draft, by, bureaus=[str(each.bureau.pk) for each in asked], notice="请盖章反馈，没有意见也要反馈。",
        until=until or clock.today() + timedelta(days=9),
    )  # fmt: skip
    return list(draft.consultations.order_by("bureau__path"))


def stamped(name: str = "回函.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def reply(place: Place, asked: Any, words: str = "") -> Any:
    answer = {"answer": "comments", "words": words} if words else {"answer": "none"}
    return perform(acts.reply, asked, place.officer(Role.DECIDER), stamped=stamped(), **answer)


def finish(place: Place, draft: Draft, **how: Any) -> Draft:
    """Reviewed and issued, signed on a day."""
    perform(acts.pass_review, draft, place.officer(Role.LEGAL_REVIEWER), opinion="合法", unasked="急用")
    given = {"number": "海医保发〔2031〕1号", "signed": clock.today(), "starts": "issue", **how}
    return perform(acts.issue, draft, place.officer(Role.DECIDER), **given)
