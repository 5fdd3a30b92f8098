"""The certificate of a course on paper, with the code that tells what it is worth."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from zhongdu import papers, vault
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.training.models import Study
from zhongdu.training.teaching import bases

TITLE = "社会监督员培训合格证书"


def verify_url(study: Study) -> str:
    """Where the code leads: a page anybody's phone can open."""
    return settings.PUBLIC_URL.rstrip("/") + reverse(
        "public:verify_certificate", kwargs={"code": study.verify_code}
    )


def number_of(study: Study) -> str:
    assert study.completed_on
    return f"{study.bureau.code}-{study.completed_on.year}-{study.number}"


def certificate_of(study: Study) -> bytes:
    """The certificate as PDF."""
    return papers.render("notice", printed(study), title=f"{TITLE} {number_of(study)}")


@rests_on("training", "training.for_supervisors", kind="paper")
def printed(study: Study) -> dict[str, Any]:
    """All that stands on it; how many tries it took does not."""
    done: Any = study.completed_on
    law = governing(study.bureau, done)
    name = vault.read(study.number, "name").get("name", "")
    how = "并通过测验，" if study.course.has_test else ""
    founded = "、".join(dict.fromkeys(str(bound.label) for bound in bases(study.course, law)))
    return {
        "dated": done,
        "number": f"编号：{number_of(study)}",
        "title": TITLE,
        "body": [
            f"{name}同志受聘为{study.bureau.name}医疗保障基金社会监督员，于{done.year}年{done.month}月{done.day}日"
            f"完成“{study.course.title}”培训（{study.course.minutes}分钟），{how}准予结业。",
            *([f"本次培训依据：{founded}。"] if founded else []),
            "本证书是否有效，以扫码核验为准。",
        ],
        "issuer": study.bureau.name,
        "issued": done,
        "verify": {"label": "扫码核验", "url": verify_url(study)},
        "demonstration": band(law) or None,
    }
