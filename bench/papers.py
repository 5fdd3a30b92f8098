"""聘任1000人、制发1000份聘书和1000张证件各要多久，与直接用typst印一页一个字的纸相比。

The people are made straight in the database, each with particulars in the vault and a photograph. They are appointed
fifty in a deed, as the desk's job does it, and their papers are made as the desk's job makes them: volumes of 250 in one PDF
each. A bare page is one compiled by typst alone: one line, no picture.
"""

import io
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

import typst
from django.core.files.base import ContentFile
from PIL import Image

from zhongdu import files, vault
from zhongdu.acts.models import acting
from zhongdu.acts.performing import perform, perform_all
from zhongdu.bureaus.opening import open_office
from zhongdu.calendar import clock
from zhongdu.kit import pages
from zhongdu.law.shelves import law_stands_still
from zhongdu.measures import acts as measures
from zhongdu.papers import fonts
from zhongdu.record.keeping import open_docket
from zhongdu.recruitment.models import Application
from zhongdu.roster import acts
from zhongdu.roster.batches import BADGES, LETTERS, Kind, Press
from zhongdu.roster.jobs import DEED
from zhongdu.roster.models import Appointment
from zhongdu.scope.actor import Actor, Stand
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

PEOPLE, BARE_PAGES = 1000, 50
LONG_AGO = date(2020, 1, 1)
MEASURE = "shaoxing"  # it has a badge
PARTICULARS = (
    "sex",
    "ethnicity",
    "citizenship",
    "political_status",
    "health",
    "education",
    "school",
    "address",
)


def measure() -> dict[str, float]:
    pages.declared()
    bureau = Bureau.objects.create(
        code="330600", name="示例市医疗保障局", level="city", since=date(2020, 1, 1)
    )
    chief = Actor(posts=(Stand(Role.DECIDER, bureau.pk, bureau.path, bureau.level),))
    perform(measures.try_out, open_office(bureau), chief, code=MEASURE, since=LONG_AGO)
    people = [accepted(bureau, number) for number in range(PEOPLE)]
    bare = bare_page()
    with law_stands_still():
        seconds = {
            "appointed": taken(lambda: appointed(people, chief)),
            "letters": taken(lambda: printed(LETTERS)),
            "badges": taken(lambda: printed(BADGES)),
        }
    return {f"{name}_1000_seconds": round(each, 2) for name, each in seconds.items()} | {
        "bare_page_ms": round(bare * 1000, 2),
        "letter_beside_bare_page": round(seconds["letters"] / PEOPLE / bare, 1),
        "badge_beside_bare_page": round(seconds["badges"] / PEOPLE / bare, 1),
    }


def accepted(bureau: Bureau, number: int) -> Application:
    """Somebody who may be appointed."""
    with acting():
        made = Application.objects.create(
            docket=open_docket(Application.kind(), bureau), bureau=bureau, state=Application.State.ACCEPTED,
            receipt=f"bench-{number}", channel="", person=f"bench-{number}", submitted_on=clock.today(),
        )  # fmt: skip
    told = {"name": f"示例第{number}号", "phone": f"199{number:08}", "employer": "示例中学"}
    vault.put(made.number, told | dict.fromkeys(PARTICULARS, "示例"))
    files.store(portrait(number), owner=made.number, kind="photo")
    return made


def appointed(people: list[Application], chief: Actor) -> None:
    """A round, as the desk's job does it."""
    for at in range(0, len(people), DEED):
        perform_all(acts.appoint, people[at : at + DEED], chief, since=clock.today())


def portrait(number: int) -> ContentFile[bytes]:
    """A picture of the size a telephone's is cut to, each another, with the grain that makes a JPEG large."""
    shade = Image.linear_gradient("L").resize((600, 840)).rotate(number % 360)
    grain = Image.effect_noise((600, 840), 25)
    out = io.BytesIO()
    Image.blend(shade, grain, 0.25).convert("RGB").save(out, "JPEG", quality=85)
    return ContentFile(out.getvalue(), name="me.jpg")


def printed(kind: Kind) -> None:
    """All of a kind, as the desk's job prints them."""
    press = Press(tell=lambda says: None, give=lambda content, name: None)
    press.volumes(kind, list(rows()), imposed=False)
    if press.printed != PEOPLE:
        raise RuntimeError(f"{press.printed} of {PEOPLE} were printed: {press.failed[:3]}")


def rows() -> Any:
    return Appointment.objects.select_related("docket", "bureau").order_by("letter_number")


def bare_page() -> float:
    """Seconds of one page by typst alone, the fonts found and the compiler warm."""
    press = typst.Compiler(font_paths=fonts.installed().files)
    pages = (f'#set text(font: "Noto Sans CJK SC")\n聘书{number}' for number in range(BARE_PAGES))  # no two
    return median(taken(lambda page=page: press.compile(page.encode(), format="pdf")) for page in pages)


def taken(deed: Any) -> float:
    begun = perf_counter()
    deed()
    return perf_counter() - begun
