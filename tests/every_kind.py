"""A list of a bureau's own that has one question of each kind, for tests of what questions may ask."""

from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.fieldwork import acts
from zhongdu.fieldwork.drafting import Raw
from zhongdu.fieldwork.models import ListDraft, OwnList
from zhongdu.scope.roles import Role

EACH: list[Raw] = [
    Raw(name="swapped", text="有没有串换药品？", kind="choice", options="有\n未发现", trouble="有", required=True),
    Raw(name="which", text="是哪几种？", kind="choices", options="药品\n耗材", after="swapped", after_answers="有", required=True),
    Raw(name="count", text="柜台上有几盒？", kind="number", min="0", max="99", required=False),
    Raw(name="said", text="店员怎么说？", kind="words", required=False),
    Raw(name="code", text="药品追溯码", kind="trace_code", required=False),
    Raw(name="shelf", text="拍一下货架", kind="photo", min="1", max="3", required=True),
    Raw(name="receipt", text="拍一下小票", kind="photo", after="swapped", after_answers="有", required=False),
    Raw(name="talk", text="录下收银时的提示音", kind="sound", max="2", required=True),
    Raw(name="walk", text="沿柜台录一圈", kind="video", required=True),
    Raw(name="here", text="您站在哪里？", kind="place", required=True),
]  # fmt: skip


def list_of_each(place: Any, *raws: Raw) -> OwnList:
    """The list, in use; of other questions, if some are given."""
    officer = place.officer(Role.CASE_OFFICER)
    kinds = ["pharmacy", "medical_institution"]
    made = perform(acts.draft_list, place.office, officer, title="样样都问的清单", kinds=kinds)
    ListDraft.objects.filter(of=made).update(questions=[*(raws or EACH)])
    perform(acts.take_into_use, made, officer)
    found: OwnList = OwnList.objects.get(pk=made.pk)
    return found
