"""Writing a measure on the desk: begun from another, changed rule by rule, its document checked as packs are."""

import json
import re
from typing import Annotated, Any

from pydantic import ValidationError

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.law import drafting
from zhongdu.law.address import Address, BadAddress
from zhongdu.law.shapes import ClauseKind
from zhongdu.law.shelves import shelf
from zhongdu.law.speaking import sentence
from zhongdu.law.vocabulary import UnknownConcept, concept
from zhongdu.measures.models import DRAFTERS, Draft
from zhongdu.measures.trying import cases_of

State = Draft.State
WRITABLE = [State.WRITING, State.CONSULTED]
_LONG = 40_000  # characters of one rule: a checklist has many questions


def _bases(office: Office, law: Any) -> list[tuple[str, str]]:
    return [
        (s.code, f"从零写起（{s.title}之上）" if s.pack.head.about == "base" else s.title)
        for s in shelf().statutes
    ]


def _kinds(draft: Draft, law: Any) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in ClauseKind]


@act(
    on=Office,
    creates=Draft,
    by=DRAFTERS,
    tells="起草不影响现行办法；写好、审核、印发以后，由局负责人施行，才开始管事。",
)
def begin_draft(
    office: Office,
    deed: Doing,
    *,
    base: Annotated[str, Says("以哪部办法为蓝本", options=_bases)],
    title: Annotated[str, Says("办法全称", plain=True, most=200)],
    short: Annotated[str, Says("简称", hint="页面上怎么称呼它", plain=True, most=40)],
    code: Annotated[
        str, Says("代码", hint="小写英文字母、数字和连字符，如 haibin-2027", plain=True, most=40)
    ],
) -> Draft:
    """起草办法

    A new measure is begun with the clauses and rules of another, or empty over the national base.
    """
    if not re.fullmatch(r"[a-z][a-z0-9-]*", code):
        deed.refuse("bad_code", "代码只能用小写英文字母、数字和连字符，并以字母开头。", beside="code")
    if code in shelf().packs or code in shelf().instruments or Draft.objects.filter(code=code).exists():
        deed.refuse("code_taken", "这个代码已经有办法在用，请换一个。", beside="code")
    own = {"issuer": office.bureau.code, "issuer_name": office.bureau.name}
    text = drafting.begun(shelf().packs[base], code=code, title=title, short=short, **own)
    return deed.open(
        Draft, office.bureau, State.WRITING, code=code, title=title, base=base, text=text, begun_by_id=deed.by.user_id
    )  # fmt: skip


def _own_drafts(office: Office, law: Any) -> list[tuple[str, str]]:
    """The drafts on the shelf that this bureau issued, not taken up yet."""
    shelved = {
        s.code: s.title for s in shelf().statutes if s.is_draft and s.pack.head.issuer == office.bureau.code
    }
    taken = Draft.objects.filter(code__in=shelved).values_list("code", flat=True) if shelved else []
    return [(code, title) for code, title in shelved.items() if code not in taken]


def _any_to_take_up(office: Office, law: Any) -> str:
    return "" if _own_drafts(office, law) else "没有本局印发、还没有接着办的草案。"


@act(on=Office, creates=Draft, by=DRAFTERS, provided=_any_to_take_up)
def take_up_draft(
    office: Office, deed: Doing, *, code: Annotated[str, Says("哪部草案", options=_own_drafts)]
) -> Draft:
    """接着办已有的草案

    A draft of this bureau's that came as a pack is taken up as it stands: sent out for comment, finished, issued.
    """
    pack = shelf().packs[code]
    return deed.open(
        Draft, office.bureau, State.WRITING, code=code, title=pack.head.title, base=code, text=pack.text,
        cases=cases_of(pack), begun_by_id=deed.by.user_id,
    )  # fmt: skip


@act(on=Draft, by=DRAFTERS, when=WRITABLE)
def change_title(
    draft: Draft,
    deed: Doing,
    *,
    title: Annotated[str, Says("办法全称", plain=True, most=200)],
    short: Annotated[str, Says("简称", plain=True, most=40)],
) -> None:
    """改名称

    The draft's title and what people call it.
    """
    draft.title = title
    draft.text = drafting.with_head(draft.text, title=title, short=short)


@act(on=Draft, by=DRAFTERS, when=WRITABLE)
def write_clause(
    draft: Draft,
    deed: Doing,
    *,
    clause: Annotated[
        str, Says("条款", hint="如 6、6.4（第六条第（四）项）、20/2（第二十条第二款）", plain=True, most=40)
    ],
    nature: Annotated[str, Says("性质", options=_kinds)],
    gist: Annotated[str, Says("写了什么", hint="可以就是条款的原文", words=True, plain=True, most=4000)],
) -> None:
    """写条款

    A clause of the draft is written, or written anew.
    """
    draft.text = drafting.with_clause(draft.text, _address(deed, clause).path, nature, gist)


@act(on=Draft, by=DRAFTERS, when=WRITABLE, grave=True)
def drop_clause(
    draft: Draft,
    deed: Doing,
    *,
    clause: Annotated[str, Says("条款", options=lambda draft, law: clauses_of(draft))],
) -> None:
    """删条款

    A clause is taken out; rules that still name it are told by the check.
    """
    draft.text = drafting.without_clause(draft.text, clause)


@act(on=Draft, by=DRAFTERS, when=WRITABLE)
def write_rule(
    draft: Draft,
    deed: Doing,
    *,
    concept_name: Annotated[str, Says("规则", plain=True, most=80)],
    rule: Annotated[str, Says("内容（JSON）", words=True, plain=True, most=_LONG)],
) -> None:
    """写规则

    A rule of the draft is written, or written anew: which clause, how far it binds, what it says.
    """
    try:
        known, table = concept(concept_name), json.loads(rule)
        known.shape.model_validate_json(rule)
    except UnknownConcept as unknown:
        deed.refuse("unknown_concept", str(unknown), beside="concept_name")
    except ValidationError as wrong:
        says = "".join(sentence(each, known.shape) for each in wrong.errors())
        deed.refuse("bad_rule", says, beside="rule")
    except ValueError:
        deed.refuse("bad_rule", "内容不是 JSON。", beside="rule")
    if known.each and not re.fullmatch(r"[a-z][a-z0-9_]*", concept_name.removeprefix(f"{known.name}.")):
        deed.refuse("bad_name", "名字只用小写英文字母、数字和下划线，以字母开头。", beside="concept_name")
    where = _address(deed, table.get("clause", ""), beside="rule")
    if where.path not in dict(clauses_of(draft)):
        deed.refuse("no_such_clause", f"稿子里还没有{where.citation}，请先写条款。", beside="rule")
    # A day is a string in JSON and a day in the document: the shape knows which.
    typed = known.shape.model_validate_json(rule).model_dump(exclude_unset=True, by_alias=True)
    draft.text = drafting.with_rule(draft.text, concept_name, plain_values(typed))


@act(on=Draft, by=DRAFTERS, when=WRITABLE, grave=True)
def drop_rule(
    draft: Draft,
    deed: Doing,
    *,
    concept_name: Annotated[str, Says("规则", options=lambda draft, law: rules_of(draft))],
) -> None:
    """删规则

    The draft says nothing of this any more: the base speaks, or nobody does.
    """
    draft.text = drafting.without_rule(draft.text, concept_name)


def clauses_of(draft: Draft) -> list[tuple[str, str]]:
    """The clauses written so far, by their paths, in the order of the text."""
    found = [Address.parse(path, draft.code) for path in drafting.read_document(draft.text).get("clause", {})]
    return [(where.path, where.citation) for where in sorted(found)]


def rules_of(draft: Draft) -> list[tuple[str, str]]:
    """The rules written so far, by name."""
    return [
        (name, table.get("label") or concept(name).says)
        for name, table in drafting.rules_in(draft.text).items()
    ]


def plain_values(value: Any) -> Any:
    """What a TOML document can hold: no enums, tuples or nothings."""
    if isinstance(value, dict):
        return {key: plain_values(each) for key, each in value.items() if each is not None}
    if isinstance(value, (list, tuple)):
        return [plain_values(each) for each in value]
    return str(value) if isinstance(value, str) else value


def _address(deed: Doing, text: str, beside: str = "clause") -> Address:
    try:
        return Address.parse(text, "draft")
    except BadAddress as bad:
        deed.refuse("bad_address", str(bad), beside=beside)
