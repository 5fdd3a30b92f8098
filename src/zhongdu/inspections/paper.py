"""The papers of an inspection: demands, sealing, receipts, the record, the report, what the inspected are told.

Each is plain data, printed as PDF or as Word: letters and decisions in the layout of official documents, the record as
the form that is signed. The law they stand on is the one that governed on their own day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model

from zhongdu import papers
from zhongdu.calendar import clock
from zhongdu.inspections import showing
from zhongdu.inspections.models import Inspection, Record, Sealing
from zhongdu.inspections.queries import demands, evidence, findings, respondents, written
from zhongdu.inspections.recording import sealed
from zhongdu.inspections.rules import derivation
from zhongdu.inspections.sealing import clocks, reckoned
from zhongdu.kit import signing
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law, governing
from zhongdu.law.money import yuan
from zhongdu.law.reliance import rests_on
from zhongdu.law.shelves import shelf
from zhongdu.papers import word
from zhongdu.papers.word_notice import notice as word_notice

_COLUMNS = [28.0, 52.0, 28.0, 52.0]  # mm


@dataclass(frozen=True)
class Printed:
    """A paper: its shape, its data, and what its file is called."""

    shape: str
    data: dict[str, Any]
    name: str

    def pdf(self) -> bytes:
        return papers.render(self.shape, self.data, title=self.data["title"])

    def docx(self) -> bytes:
        return word.application(self.data) if self.shape == "application" else word_notice(self.data)


def _notice(matter: Any, title: str, body: list[Any], name: str, *, to: str = "", note: str = "") -> Printed:
    law = governing(matter.bureau, clock.today())
    data = {
        "dated": clock.today(), "title": title, "number": f"检查编号：{matter.number}", "addressee": to, "body": body,
        "issuer": matter.bureau.name, "issued": clock.today(), "note": note, "demonstration": band(law) or None,
    }  # fmt: skip
    return Printed("notice", data, name)


def _basis(law: Law, *concepts: str) -> str:
    """The clauses some concepts stand on, as papers cite them."""
    bounds = [bound for name in concepts if (bound := law.find(name))]
    cited = dict.fromkeys(shelf().cite(address) for bound in bounds for address in bound.addresses)
    return "、".join(cited)


def _names(inspection: Inspection, only: int | None = None) -> str:
    """The inspected, or one of them, whole: a paper goes to them."""
    going = [each for each in respondents(inspection) if only in (None, each.row.pk)]
    return "、".join(showing.who(each, whole=True) for each in going)


def people(ids: list[int]) -> dict[int, str]:
    rows = get_user_model().objects.filter(pk__in=ids)
    return {row.pk: row.get_full_name() or row.get_username() for row in rows}


def moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.CHINA):%Y年%-m月%-d日%H时%M分}" if at else ""


# --- demands ---------------------------------------------------------------------------------------------


@rests_on("inspection.power.documents", "cooperation.with_inspection", kind="paper")
def demand(inspection: Inspection, n: str) -> Printed:
    """What is to be handed over and explained, until when, and what happens otherwise."""
    law = governing(inspection.bureau, clock.today())
    told = next(each for each in demands(inspection) if str(each.row.number) == n)
    rows = [[str(item.row.place), item.says] for item in told.items]
    body = [
        f"本局正在对你（单位）进行监督检查。依据{_basis(law, 'inspection.power.documents')}，请于{told.row.until:%Y年%-m月%-d日}以前"
        "向检查组提供下列资料，并对有关事项作出解释和说明：",
        {"table": {"columns": ["序号", "资料或者要说明的事项"], "widths": [1.0, 9.0], "rows": rows}},
        f"提供的资料应当真实、完整。不得拒绝、阻碍检查，不得谎报、瞒报（{_basis(law, 'cooperation.with_inspection')}）。"
        "复印件请注明“与原件一致”，注明提供日期，签名或者盖章。",
        "签收人（签名或者盖章）：　　　　　　　　　　签收时间：　　年　　月　　日",
    ]
    if told.row.officers:
        body.insert(-1, f"检查人员：{'、'.join(people(told.row.officers).values())}")
    return _notice(
        inspection, "提供资料通知书", body, f"demand-{inspection.number}-{n}", to=_names(inspection, told.row.respondent_id)
    )  # fmt: skip


# --- sealing ---------------------------------------------------------------------------------------------


def _told(sealing: Sealing) -> dict[str, str]:
    names = ("place", "inventory", "keeper", "words", "receiver")
    said = written(sealing, range(1, sealing.docket.length + 1), names)
    first = {name: said.get((1, name), "") for name in names}
    later = {name: value for (at, name), value in sorted(said.items()) if at > 1 and name == "receiver"}
    return {**first, **later}


def _inventory(told: dict[str, str]) -> dict[str, Any]:
    lines = [line.strip() for line in told["inventory"].splitlines() if line.strip()]
    return {
        "table": {
            "columns": ["序号", "名称、数量、编号"], "widths": [1.0, 9.0],
            "rows": [[str(place), line] for place, line in enumerate(lines, 1)],
        }
    }  # fmt: skip


@rests_on("inspection.power.sealing", "clock.sealing", "clock.seizure_decision", kind="paper")
def sealing_decision(sealing: Sealing) -> Printed:
    """The decision to seal or to register and keep: what, where, until when and how that was reckoned."""
    law, told = governing(sealing.bureau, clock.today()), _told(sealing)
    length, approval, _ = clocks(sealing)
    found = reckoned(sealing, law)
    body: list[Any] = [
        f"因下列原因：{told['words']}",
        f"依据{_basis(law, 'inspection.power.sealing', length)}，本局决定对下列物品、资料予以{sealing.called}：",
        _inventory(told),
        f"地点：{told['place']}　保管人：{told['keeper']}",
    ]
    if sealing.sealed_at:
        who = "、".join(people(sealing.officers).values())
        body.append(f"实施时间：{moment(sealing.sealed_at)}　检查人员：{who}")
    if sealing.urgent:
        body.append(
            f"情况紧急，当场实施，{moment(sealing.approve_by)}以前补办批准（{_basis(law, approval)}）。"
        )
    if sealing.approved_at:
        name = people([sealing.approved_by or 0]).get(sealing.approved_by or 0, "")
        body.append(f"批准人：{name}　批准时间：{moment(sealing.approved_at)}")
    if found:
        body += [{"heading": 1, "text": "期限的推算"}, "\n".join(derivation(found))]
    body += [
        "未经本局同意，任何人不得启封、转移、隐匿、销毁、使用上述物品、资料。对本决定不服的，可以依法申请行政复议或者提起行政诉讼。",
        "当事人（签名或者盖章）：　　　　　　　检查人员（签名）：　　　　　　　、　　　　　　　",
    ]
    return _notice(
        sealing,
        f"{sealing.called}决定书及清单",
        body,
        f"sealing-{sealing.number}",
        to=_names(sealing.inspection),
    )


@rests_on("clock.sealing_extension", kind="paper")
def extension_decision(sealing: Sealing) -> Printed:
    """Why it lasts longer, until when, and how that was reckoned."""
    law = governing(sealing.bureau, clock.today())
    found = reckoned(sealing, law)
    event = sealing.docket.events.filter(act="inspections.extend_sealing").order_by("-seq").first()
    why = written(sealing, [event.seq]).get((event.seq, "words"), "") if event else ""
    body: list[Any] = [
        f"本局于{moment(sealing.sealed_at)}对你（单位）的有关资料予以{sealing.called}。因情况复杂：{why}",
        f"经本局负责人批准，依据{_basis(law, 'clock.sealing_extension')}，决定延长{sealing.called}期限。",
        {"heading": 1, "text": "期限的推算"},
        "\n".join(derivation(found)) if found else "",
        "对本决定不服的，可以依法申请行政复议或者提起行政诉讼。",
    ]
    return _notice(
        sealing,
        f"延长{sealing.called}期限决定书",
        body,
        f"extension-{sealing.number}",
        to=_names(sealing.inspection),
    )


@rests_on("inspection.power.sealing", kind="paper")
def return_receipt(sealing: Sealing) -> Printed:
    """What was lifted and given back, to sign for."""
    told = _told(sealing)
    body = [
        f"本局于{moment(sealing.sealed_at)}{sealing.called}的下列物品、资料，现予解除（{sealing.get_disposal_display() or '待处理'}）：",
        _inventory(told),
        f"接收人：{told['receiver']}",
        "上述物品、资料已逐件核对，数量、状况相符。",
        "接收人（签名或者盖章）：　　　　　　　　　　时间：　　年　　月　　日",
        "检查人员（签名）：　　　　　　　　、　　　　　　　　",
    ]
    return _notice(
        sealing,
        f"解除{sealing.called}及退还清单",
        body,
        f"return-{sealing.number}",
        to=_names(sealing.inspection),
    )


# --- the record ------------------------------------------------------------------------------------------


def _pair(label: str, value: Any, other: str, second: Any) -> dict[str, Any]:
    return {"cells": [{"label": label, "value": value}, {"label": other, "value": second}]}


def _wide(label: str, value: str) -> dict[str, Any]:
    return {"cells": [{"label": label, "value": value, "span": 3, "align": "left"}]}


def _sign(label: str, drawn: str, day: str, value: str = "") -> dict[str, Any]:
    sign: dict[str, Any] = {"label": "签名：", "date": day}
    if signing.is_drawn(drawn):
        sign["drawn"] = signing.picture(drawn)
    return {
        "cells": [{"label": label, "value": value, "span": 3, "align": "left", "sign": sign}],
        "height": 20.0,
    }


@rests_on("inspection.record", "inspection.refusal_noted", kind="paper")
def record(inspection: Inspection, n: str) -> Printed:
    """The record as it was sealed, word for word, with its signatures or the reason why one is missing."""
    row = inspection.records.get(number=int(n))
    law, kept = governing(inspection.bureau, clock.day_of(row.ended_at)), sealed(row)
    text, who = kept.text, people(row.officers)
    shown = {
        each.user_id: papers.certificate
        for each in inspection.members.prefetch_related("papers")
        if (papers := each.papers_at(row.began_at))
    }
    officers = "、".join(f"{name}（执法证{shown.get(pk, '未出示')}）" for pk, name in who.items())
    day = f"{row.ended_at.astimezone(clock.CHINA):%Y年%-m月%-d日}"
    rows = [
        _pair("被检查对象", _names(inspection), "地点", text.place),
        _pair("开始时间", moment(row.began_at), "结束时间", moment(row.ended_at)),
        _pair(
            "被检查人员" if row.kind == Record.Kind.SITE else "被询问人", text.person, "职务", text.position
        ),
        _wide("检查人员", officers),
        _wide("表明身份、告知权利", text.told),
    ]
    if text.seen:
        rows += [
            _wide("检查情况" if place == 0 else "（续）", part)
            for place, part in enumerate(_parts(text.seen))
        ]
    rows += [
        _wide(f"问答{place}", f"问：{asked}\n答：{answer}")
        for place, (asked, answer) in enumerate(text.asked, 1)
    ]
    rows.append(_wide("对笔录的意见", text.said or "以上笔录已阅（已向我宣读），与事实相符。"))
    rows += _endings(kept, who, day)
    data = {
        "dated": clock.day_of(row.ended_at), "title": str(row.get_kind_display()),
        "number": f"检查编号：{inspection.number}　第{row.number}号{_corrects(row)}",
        "columns": _COLUMNS, "rows": rows, "foot": f"{inspection.bureau.name}　笔录封存后不得更改；更正的另做笔录。",
        "demonstration": band(law) or None,
    }  # fmt: skip
    return Printed("application", data, f"record-{inspection.number}-{n}")


def _endings(kept: Any, who: dict[int, str], day: str) -> list[dict[str, Any]]:
    if kept.row.ending == Record.Ending.REFUSED:
        said = f"被检查人员拒绝签名、盖章。原因：{kept.reason}"
        rows = [_wide("拒绝签名", said + (f"\n见证人：{kept.witness}" if kept.witness else ""))]
    elif kept.row.ending == Record.Ending.STAMPED:
        rows = [_wide("盖章", "见所附盖章的纸质笔录。")]
    else:
        rows = [_sign("被检查人员", kept.signatures.get("person", ""), day)]
    return [
        *rows,
        *(_sign("检查人员", kept.signatures.get(str(pk), ""), day, name) for pk, name in who.items()),
    ]


def _corrects(row: Record) -> str:
    return f"（更正第{row.corrects.number}号）" if row.corrects else ""


def _parts(text: str, most: int = 900) -> list[str]:
    """A long story in rows that fit on a page."""
    parts: list[str] = []
    part = ""
    for line in text.split("\n"):
        while len(line) > most:
            parts, part, line = [*parts, *([part] if part else []), line[:most]], "", line[most:]
        if len(part) + len(line) > most:
            parts, part = [*parts, part], ""
        part += ("\n" if part else "") + line
    return [*parts, part]


# --- the report, and what the inspected are told ---------------------------------------------------------


def _findings(inspection: Inspection, law: Law) -> list[list[str]]:
    return [
        [
            (bound.label if (bound := law.find(row.allegation)) else "检查的事项")
            if row.allegation
            else "检查的事项",
            str(row.get_outcome_display()),
            yuan(row.fen) if row.fen is not None else "—",
        ]
        for row in findings(inspection)
    ]


@rests_on("inspection.record", "evidence.verified", kind="paper")
def report(inspection: Inspection) -> Printed:
    """The team's report: findings one by one, what they stand on, what it proposes."""
    law = governing(inspection.bureau, clock.today())
    event = inspection.docket.events.filter(act="inspections.write_report").order_by("-seq").first()
    words = written(inspection, [event.seq]).get((event.seq, "words"), "") if event else ""
    proof = [
        [str(each.number), bound.label if (bound := law.find(each.kind)) else "", each.shows, each.checked] for each in evidence(inspection)
    ]  # fmt: skip
    body: list[Any] = [
        {"heading": 1, "text": "一、检查的基本情况"},
        f"被检查对象：{_names(inspection)}。检查自{moment(inspection.began_at)}出示证件开始。",
        {"heading": 1, "text": "二、检查的结果"},
        {
            "table": {
                "columns": ["检查的事项", "结果", "涉及金额"],
                "widths": [5.0, 2.0, 3.0],
                "rows": _findings(inspection, law),
            }
        },
        words,
        {"heading": 1, "text": "三、证据"},
        {
            "table": {
                "columns": ["编号", "种类", "证明什么", "与什么核对"],
                "widths": [1.0, 2.0, 4.0, 4.0],
                "rows": proof,
            }
        }
        if proof
        else "没有收作证据的材料。",
    ]
    refused = [
        item.says
        for each in demands(inspection)
        for item in each.items
        if item.row.given in ("not", "partly")
    ]
    if refused:
        body += [{"heading": 1, "text": "四、没有按要求提供的资料"}, "\n".join(refused)]
    if inspection.lead_id:
        body.append("本检查来自举报投诉线索，反映人的身份依法保密，本报告不写。")
    return _notice(inspection, "监督检查报告", body, f"report-{inspection.number}")


@rests_on("inspection.record", kind="paper")
def result(inspection: Inspection) -> Printed:
    """What the inspected are told, in the head's own plain words."""
    words = written(inspection, [inspection.told_at or 0]).get((inspection.told_at or 0, "words"), "")
    body = [words, "签收人（签名或者盖章）：　　　　　　　　　　签收时间：　　年　　月　　日"]
    return _notice(
        inspection, "监督检查结果告知书", body, f"result-{inspection.number}", to=_names(inspection)
    )


@rests_on("settlement.suspension", kind="paper")
def suspension(inspection: Inspection, n: str) -> Printed:
    """The bureau's request to the agency."""
    law = governing(inspection.bureau, clock.today())
    hold = inspection.holds.select_related("respondent__institution").get(pk=int(n))
    name = people([hold.approved_by]).get(hold.approved_by, "")
    body = [
        f"本局在对{hold.respondent}进行监督检查中，该机构涉嫌骗取医疗保障基金支出，且拒不配合检查。经本局主要负责人{name}批准，"
        f"依据{_basis(law, 'settlement.suspension')}，请自{hold.since:%Y年%-m月%-d日}起暂停该机构的医疗保障基金结算，"
        f"本局将于{hold.review_on:%Y年%-m月%-d日}复查是否继续。",
        "经调查不属于骗取医疗保障基金支出的，按照规定结算。恢复结算以本局书面通知为准。",
    ]
    return _notice(
        inspection,
        "关于暂停医疗保障基金结算的函",
        body,
        f"suspension-{inspection.number}",
        to="医疗保障经办机构",
    )


@rests_on("settlement.restoring", kind="paper")
def resumption(inspection: Inspection, n: str) -> Printed:
    """The bureau's word that the agency settles again: what its request said it would wait for."""
    law = governing(inspection.bureau, clock.today())
    hold = inspection.holds.select_related("respondent__institution").get(pk=int(n), ended_on__isnull=False)
    why = written(inspection, [hold.ended_at or 0]).get((hold.ended_at or 0, "words"), "")
    body = [
        f"本局要求自{hold.since:%Y年%-m月%-d日}起暂停{hold.respondent}的医疗保障基金结算。现因下列原因：{why}",
        f"依据{_basis(law, 'settlement.restoring')}，请自{hold.ended_on:%Y年%-m月%-d日}起恢复该机构的医疗保障基金结算，"
        "暂停期间的费用按照规定处理。",
    ]
    return _notice(
        inspection,
        "关于恢复医疗保障基金结算的函",
        body,
        f"resumption-{inspection.number}",
        to="医疗保障经办机构",
    )


OF_INSPECTION: dict[str, Callable[[Inspection, str], Printed]] = {
    "demand": demand,
    "record": record,
    "report": lambda inspection, n: report(inspection),
    "result": lambda inspection, n: result(inspection),
    "suspension": suspension,
    "resumption": resumption,
}
OF_SEALING: dict[str, Callable[[Sealing], Printed]] = {
    "decision": sealing_decision,
    "extension": extension_decision,
    "return": return_receipt,
}
