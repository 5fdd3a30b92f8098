"""A city with two districts under the fund measure, its inspectors, and inspections at each stage."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from watching import institution
from world import LONG_AGO, Place
from zhongdu.acts.models import Matter
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.inspections import acts
from zhongdu.inspections.queries import Inspection
from zhongdu.measures import acts as measures
from zhongdu.scope.actor import Actor, officer
from zhongdu.scope.models import Post
from zhongdu.scope.roles import Role

WHY = "结算明细与进销存对不上，查3月份的刷卡记录。"


@dataclass
class City:
    city: Place
    east: Place
    west: Place
    shop: Any  # managed by the east

    def inspector(self, place: Place, name: str, until: date | None = date(2030, 1, 1)) -> Actor:
        """An inspector of a bureau with a certificate."""
        user = place.user(Role.INSPECTOR, f"{name}-{place.bureau.code}")
        Post.objects.filter(user=user, role=Role.INSPECTOR).update(
            certificate=f"执法{user.pk:04}", certificate_until=until
        )
        return officer(user, clock.today())


def city_of(place: Place) -> City:
    """The fund measure is tried out over what governs the place already."""
    perform(measures.try_out, place.office, place.officer(Role.DECIDER), code="city", since=LONG_AGO)
    east, west = place.below("110101", "东城区医疗保障局"), place.below("110102", "西城区医疗保障局")
    return City(place, east, west, institution(east, "和平药房"))


def fresh(matter: Matter) -> Any:
    return type(matter).objects.select_related("docket", "bureau").get(pk=matter.pk)


def planned(city: City, place: Place | None = None, **more: Any) -> Inspection:
    """An inspection of the shop by its own district."""
    where = place or city.east
    given: dict[str, Any] = {
        "title": "3月份结算检查", "way": "inspection.way.special", "kind": "institution", "institution": city.shop.code, "words": WHY,
        "allegations": [where.law.family("violation")[0].name],
    }  # fmt: skip
    return perform(acts.open_inspection, where.office, where.officer(Role.CASE_OFFICER), **{**given, **more})


def crossed(city: City, **more: Any) -> Inspection:
    """The city has the west inspect the east's shop."""
    given: dict[str, Any] = {
        "given": "crossed", "inspecting": city.west.bureau.code, "title": "交叉检查", "way": "inspection.way.special",
        "kind": "institution", "institution": city.shop.code, "words": WHY,
    }  # fmt: skip
    return perform(
        acts.assign_inspection, city.city.office, city.city.officer(Role.CASE_OFFICER), **{**given, **more}
    )


def post_of(actor: Actor) -> str:
    return str(Post.objects.get(user_id=actor.user_id, role=Role.INSPECTOR).pk)


def team(inspection: Inspection, planner: Actor, *actors: Actor) -> Inspection:
    """These go; each has said that they are free of interests."""
    perform(acts.name_team, inspection, planner, posts=[post_of(each) for each in actors])
    for each in actors:
        perform(acts.say_conflict, inspection, each, conflict="none")
    return fresh(inspection)


def begun(city: City) -> tuple[Inspection, Actor, Actor]:
    """The shop's own district is there, by two, and has shown its papers."""
    one, two = city.inspector(city.east, "one"), city.inspector(city.east, "two")
    made = team(planned(city), city.east.officer(Role.CASE_OFFICER), one, two)
    show(made, one, two)
    return fresh(made), one, two


def show(inspection: Inspection, *actors: Actor, **more: Any) -> Any:
    given: dict[str, Any] = {
        "shown_at": now(), "officers": [str(each.user_id) for each in actors], "words": "向店长出示，对方核对后表示知道。",
    }  # fmt: skip
    return perform(acts.show_papers, inspection, actors[0], **{**given, **more})


def now() -> datetime:
    return clock.now() - timedelta(minutes=5)


def refused(do: Callable[[], Any]) -> Any:
    """The refusal of something that must not be done."""
    import pytest

    from zhongdu.acts.refusal import Refused

    with pytest.raises(Refused) as why:
        do()
    return why.value


def officers(*actors: Actor) -> list[str]:
    return [str(each.user_id) for each in actors]


def drawn() -> str:
    """A signature as a browser sends it, and as the vault keeps it."""
    from base64 import b64encode
    from io import BytesIO

    from PIL import Image, ImageDraw

    from zhongdu.kit import signing

    picture, out = Image.new("RGBA", (300, 120), (255, 255, 255, 0)), BytesIO()
    ImageDraw.Draw(picture).line([(20, 60), (140, 30), (280, 90)], fill=(20, 33, 61, 255), width=4)
    picture.save(out, "PNG")
    return signing.read("data:image/png;base64," + b64encode(out.getvalue()).decode())


def record(inspection: Inspection, *actors: Actor, **more: Any) -> Any:
    """A site record, refused by the other side unless said otherwise."""
    import json

    from zhongdu.inspections.recording import Text

    text = Text(
        place="和平药房一楼",
        person="示例店长",
        position="店长",
        told_them=True,
        seen="货架上第三排是日用品，收银台能刷医保卡。",
    )
    given: dict[str, Any] = {
        "kind": "site", "began_at": now(), "ended_at": now(), "officers": officers(*actors), "text": text.written(),
        "ending": "refused", "reason": "店长说要等老板来。", "witness": "示例居委会工作人员",
        "signatures": json.dumps({str(each.user_id): drawn() for each in actors}),
    }  # fmt: skip
    perform(acts.seal_record, inspection, actors[0], **{**given, **more})
    return fresh(inspection)


def copied(inspection: Inspection, *actors: Actor) -> Any:
    """Something photographed on the spot: material, no evidence yet."""
    from watching import photo

    perform(
        acts.copy_material, inspection, actors[0], taken_at=now(), officers=officers(*actors), words="拍了收银系统的明细。",
        material=[photo()],
    )  # fmt: skip
    return fresh(inspection)


def taken_up(inspection: Inspection, one: Actor, two: Actor) -> Any:
    """The piece photographed, taken up by two."""
    from zhongdu.inspections.evidence import material

    (piece, _), *_ = material(inspection)
    perform(
        acts.propose_evidence, inspection, one, piece=piece.public_id, kind="evidence.kind.electronic",
        shows="3月8日刷卡买日用品。", obtained="现场从收银系统拍照，原件在店内。",
    )  # fmt: skip
    perform(
        acts.check_evidence,
        inspection,
        two,
        evidence="1",
        holds="taken_up",
        checked="与结算明细逐笔核对，一致。",
    )
    return fresh(inspection)
