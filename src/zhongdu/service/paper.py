"""The proof of service on paper: what is confirmed, nothing besides, and a code that tells what it is worth."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Sum
from django.urls import reverse

from zhongdu import papers, vault
from zhongdu.kit.matters import band
from zhongdu.law.governing import Law, governing
from zhongdu.law.reliance import rests_on
from zhongdu.law.shelves import shelf
from zhongdu.service.models import Commendation, Proof, Stint
from zhongdu.service.rules import spoken

TITLE = "社会监督员服务记录证明"


def verify_url(proof: Proof) -> str:
    """Where the code leads: a page anybody's phone can open."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(
        "public:verify_proof", kwargs={"code": proof.verify_code}
    )


def number_of(proof: Proof) -> str:
    """What is printed as its number: the bureau, the year, and the random number of its docket."""
    return f"{proof.bureau.code}-{proof.issued_on.year}-{proof.number}"


def proof_of(proof: Proof) -> bytes:
    """The proof as PDF."""
    return papers.render("notice", printed(proof), title=f"{TITLE} {number_of(proof)}")


@rests_on("service.proof", "service.record", kind="paper")
def printed(proof: Proof) -> dict[str, Any]:
    """All that stands on it. Which institutions were visited does not: a covert visit stays one."""
    law = governing(proof.bureau, proof.issued_on)
    name = vault.read(proof.number, "name").get("name", "")
    kinds = _kinds(proof)
    times = sum(int(row[1]) for row in kinds)
    praised = _praised(proof)
    return {
        "dated": proof.issued_on,
        "number": f"编号：{number_of(proof)}",
        "title": TITLE,
        "body": [
            f"兹证明，{name}同志受聘为{proof.bureau.name}医疗保障基金社会监督员，自{_day(proof.since)}至{_day(proof.until)}，"
            f"参加社会监督志愿服务{times}次，经本局确认的服务时长共{spoken(proof.minutes)}。",
            {"table": {"columns": ["服务类别", "次数", "时长"], "rows": kinds}},
            *([f"其间受到表扬：{'；'.join(praised)}。"] if praised else []),
            _terms(law),
        ],
        "issuer": proof.bureau.name,
        "issued": proof.issued_on,
        "verify": {"label": "扫码核验", "url": verify_url(proof)},
        "demonstration": band(law) or None,
    }


def _kinds(proof: Proof) -> list[list[str]]:
    rows = (
        proof.lines.order_by("stint__sort").values_list("stint__sort").annotate(Count("pk"), Sum("minutes"))
    )
    return [[Stint.Kind(kind).label, str(times), spoken(minutes)] for kind, times, minutes in rows]


def _praised(proof: Proof) -> list[str]:
    """Praise given within the period until the day of issue, so that printing again gives the same paper."""
    given = Commendation.objects.filter(
        user_id=proof.user_id, appointment__bureau=proof.bureau_id, on__gte=proof.since, on__lte=proof.until,
        pk__lte=proof.praised_upto,
    )  # fmt: skip
    return [f"{each.words}（{_day(each.on)}）" for each in given.order_by("on", "id")]


@rests_on("appointment.unpaid", "service.proof", kind="paper")
def _terms(law: Law) -> str:
    """What such service is by this law, and on what the paper rests."""
    unpaid, basis = law.find("appointment.unpaid"), law.find("service.proof")
    said = f"社会监督员{unpaid.label}。" if unpaid else ""
    founded = f"依据{shelf().cite(basis.address)}" if basis else ""
    return f"{said}本证明{founded}无偿出具；记录如有更正，以扫码核验为准。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
