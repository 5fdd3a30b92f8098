"""What a unit does with its link, and what becomes of the people it named: each speaks for themselves or is forgotten."""

from typing import Annotated

from zhongdu import vault
from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.refusal import Refused
from zhongdu.acts.registry import act
from zhongdu.recruitment import drafts, links, recommended, rules
from zhongdu.recruitment.models import Draft, Notice, Recommendation, Recommended
from zhongdu.scope.roles import Role

_Letter = Recommendation.State


@act(
    on=Recommendation,
    moves={_Letter.OPEN: _Letter.HANDED_IN},
    by=Role.UNIT,
    under="application.in_writing",
    tells="只能提交一次，提交以后链接里就只能查看。",
)
def recommend(letter: Recommendation, deed: Doing) -> None:
    """提交推荐

    The unit hands in its list once. Each person on it gets a draft that waits for that person's own consent.
    """
    if deed.on > letter.expires_on:
        deed.refuse("expired", f"推荐已于{rules.spoken(letter.expires_on)}截止，请与发函的医保局联系。")
    if letter.notice and letter.notice.state != Notice.State.OPEN:
        deed.refuse("notice_closed", "这次选聘的报名已经截止，不能再推荐。")
    told = recommended.read(vault.read(letter.typing, "unit_typing").get("unit_typing", {}))
    if told.wrong:
        raise Refused("bad_input", "有几处要改一改，见各项下面的说明。", fields=told.wrong)
    deed.keep(letter, told.contact)
    for place, person in enumerate(told.people, start=1):
        _await(deed, letter, place, person)
    vault.erase(letter.typing)
    letter.handed_in_on = deed.on
    deed.cite(deed.law.rule(letter.channel))
    deed.note(people=len(told.people))


def _await(deed: Doing, letter: Recommendation, place: int, person: dict[str, str]) -> None:
    """A person's place on the list, and the draft that waits for them under the code of that place."""
    made = Recommended.objects.create(recommendation=letter, place=place)
    for name, fixed in vault.put(made.owner, person).items():
        deed.fix(f"{name}:{place}", fixed)
    drafts.opened_for(
        letter.to, letter.channel, drafts.receipts.token(links.code(links.secret_of(letter), place)),
        notice=letter.notice, unit=letter.unit, recommended=made,
    )  # fmt: skip


@act(
    on=Recommendation,
    when=[_Letter.HANDED_IN],
    by=(Role.ANYONE, Role.SYSTEM),
    under="application.in_writing",
)
def release(
    letter: Recommendation, deed: Doing, *, draft: Annotated[str, Says("草稿", plain=True, most=64)]
) -> None:
    """清除被推荐人的信息

    Somebody who was recommended does not want to be, or never answered: what the unit wrote of them is erased.
    ``draft`` is the keyed hash of the receipt code.
    """
    found = Draft.objects.select_related("recommended").filter(
        receipt=draft, recommended__recommendation=letter
    )
    given_up = found.select_for_update(of=("self",)).first()
    if given_up is None or given_up.recommended is None:
        deed.refuse("no_draft", "没有找到这份推荐，可能已经办过了。")
    person = given_up.recommended
    gone = vault.erase(person.owner)
    deed.note(erased=[list(each) for each in gone], place=person.place)
    drafts.forget(given_up)
    person.released_on = deed.on
    person.save()
