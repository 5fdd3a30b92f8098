"""What other rooms and pages ask of bureaus."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from zhongdu.bureaus.models import Office
from zhongdu.bureaus.owing import REMINDED, explain_missed, remind_of_owed
from zhongdu.calendar import clock
from zhongdu.duties.models import Target
from zhongdu.law.governing import Law
from zhongdu.law.models import HIGHER, OWN, Commencement, Reading
from zhongdu.record.models import Event
from zhongdu.scope.models import Bureau, Post
from zhongdu.scope.practices import PRACTICES
from zhongdu.scope.roles import Role

__all__ = ["Office", "around", "beside", "explain_missed", "of_office", "office_of", "reminded", "unread"]


def office_of(bureau: object) -> Office:
    """The office whose docket is a bureau's own."""
    return Office.objects.select_related("docket", "bureau").get(bureau=bureau)


def around(bureau: Bureau) -> "QuerySet[Bureau]":
    """The bureaus somebody's words may be about: one's own, those above it, and those just below."""
    near = Q(code__in=bureau.line) | Q(parent=bureau)
    return Bureau.objects.filter(near, until=None).order_by("path")


def beside(bureau: Bureau, *, against: Bureau | None = None) -> "QuerySet[Bureau]":
    """The bureaus a matter may be passed to: above, beside and below its own; never those it is about or who report
    to them."""
    near = Q(code__in=bureau.line) | Q(parent=bureau) | Q(parent=bureau.parent_id, parent__isnull=False)
    found = Bureau.objects.filter(near, until=None).exclude(pk=bureau.pk)
    return (found.exclude(path__startswith=against.path) if against else found).order_by("path")


def of_office(office: Office, law: Law) -> dict[str, Any]:
    """What a bureau's page shows beside its docket."""
    today = clock.today()
    open_posts = Post.objects.filter(Q(until=None) | Q(until__gte=today), bureau=office.bureau)
    rows = open_posts.select_related("user").order_by("role", "id")
    return {
        "posts": [(post.user.get_full_name(), Role(post.role).label, post.certificate) for post in rows],
        "commencements": Commencement.objects.filter(bureau__code__in=office.bureau.line).select_related(
            "edition", "bureau"
        ),
        "readings": [
            (law.find(reading.concept), reading)
            for reading in Reading.objects.filter(bureau__code__in=office.bureau.line)
            .exclude(reading__in=(HIGHER, OWN))
            .order_by("id")
        ],
        "unread": unread(law),
        "practices": [(each.says, each.said(office.bureau)) for each in PRACTICES.values()],
        "targets": [
            (law.find(target.concept), target)
            for target in Target.objects.filter(bureau=office.bureau).order_by("id")
        ],
    }


def reminded(bureau: Bureau) -> dict[str, Any]:
    """How often whoever heads a bureau was reminded of its standing duties, when last, and how often it chose to be."""
    rows = Event.objects.filter(docket=office_of(bureau).docket_id, act=remind_of_owed.name)
    return rows.aggregate(times=Count("pk"), last=Max("on")) | {"chosen": REMINDED.said(bureau)}


def unread(law: Law) -> list[Any]:
    """The rules whose text allows several readings and for which the bureau has not chosen yet."""
    rules = {bound.name: bound for statute in reversed(law.statutes) for bound in statute.own()}
    return [
        bound
        for bound in rules.values()
        if getattr(bound.rule, "readings", None) and bound.name not in law.readings
    ]
