"""Appointments: who serves, since when, until when, and what ended it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.calendar import clock
from zhongdu.law.governing import governing
from zhongdu.scope.actor import Actor
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role


class Appointment(Matter):
    """One term of one supervisor. It keeps the term it was granted under; the person is in the vault."""

    label = "聘任"
    readers = (Role.RECRUITER, Role.DECIDER, Role.LIAISON, Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER)

    class State(models.TextChoices):
        SERVING = "serving", "在聘"
        ENDED = "ended", "已终止"

    class Paper(models.TextChoices):
        VALID = "valid", "有效"
        EXPIRED = "expired", "已到期"
        VOID = "void", "已作废"
        RECALLED = "recalled", "已收回"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.SERVING)
    application = models.OneToOneField(
        "recruitment.Application", models.PROTECT, null=True, related_name="appointment"
    )
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="followed_by"
    )  # the term renewed
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    letter_number = models.CharField("聘书编号", max_length=40, unique=True)
    badge_number = models.CharField("证件编号", max_length=40, unique=True, null=True)
    verify_code = models.CharField(
        max_length=32, unique=True
    )  # what the QR code carries: random, tells nothing
    since = models.DateField("聘任之日")
    until = models.DateField("聘期届满")
    measure = models.CharField(max_length=40)
    measure_version = models.CharField(max_length=12)
    demonstration = models.BooleanField(default=False)
    resigning_on = models.DateField("本人申请终止之日", null=True)
    resigns_from = models.DateField("最早可终止之日", null=True)
    ended_on = models.DateField("终止之日", null=True)
    ground = models.CharField("终止事由", max_length=80, blank=True)
    papers = models.CharField("聘书证件", max_length=10, choices=Paper.choices, default=Paper.VALID)
    public_cancellation = models.BooleanField("公告取消", default=False)
    announced_on = models.DateField("公告之日", null=True)  # of the cancellation, or that it was withdrawn
    letter_recalled = models.BooleanField("聘书应收回", default=False)
    letter_returned_on = models.DateField("聘书收回之日", null=True)
    to_transfer = models.BooleanField("移交有关部门", default=False)
    transferred_on = models.DateField("移交之日", null=True)
    raised_ground = models.CharField("待处理的终止事由", max_length=80, blank=True)
    raised_on = models.DateField("事由发生之日", null=True)
    not_renewing_on = models.DateField("决定不续聘之日", null=True)
    entered_on = models.DateField("补录之日", null=True)  # issued on paper before, taken in from a register

    way_in = models.CharField(
        max_length=64, unique=True, null=True
    )  # the hash of a code that opens the account

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["bureau", "state", "until", "id"], name="roster_ends_next"),
            models.Index(fields=["state", "until"]),
            models.Index(fields=["user", "-since"], name="roster_terms_of_one"),
            models.Index(
                fields=["-announced_on", "-id"],
                condition=Q(announced_on__isnull=False),
                name="roster_announced",
            ),
            models.Index(
                fields=["bureau", "-id"],
                condition=Q(letter_recalled=True, letter_returned_on=None),
                name="roster_to_be_returned",
            ),
            models.Index(fields=["bureau", "-id"], condition=~Q(raised_ground=""), name="roster_raised"),
            models.Index(
                fields=["bureau", "-id"], condition=Q(resigning_on__isnull=False), name="roster_resigning"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("since")),
                name="a_term_has_length",
                violation_error_message="届满之日应在聘任之日以后。",
            ),
            models.CheckConstraint(
                condition=Q(state="serving", ended_on__isnull=True, ground="", papers="valid")
                | (Q(state="ended", ended_on__isnull=False) & ~Q(ground="") & ~Q(papers="valid")),
                name="an_ended_appointment_says_when_why_and_what_of_the_papers",
                violation_error_message="终止聘任要同时有日期、事由，证件也随之失效。",
            ),
            models.CheckConstraint(
                condition=Q(resigning_on__isnull=True, resigns_from__isnull=True)
                | Q(resigning_on__isnull=False, resigns_from__gte=F("resigning_on")),
                name="a_resignation_has_both_days",
                violation_error_message="申请终止要同时有申请之日和最早可终止之日。",
            ),
            models.CheckConstraint(
                condition=Q(public_cancellation=False) | Q(state="ended", announced_on__isnull=False),
                name="a_public_cancellation_is_of_an_end_and_has_a_day",
                violation_error_message="公告取消资格的，聘任要已经终止，并写明公告之日。",
            ),
            models.CheckConstraint(
                condition=Q(letter_recalled=False, letter_returned_on=None)
                | Q(letter_recalled=True, state="ended"),
                name="a_letter_comes_back_after_the_end",
                violation_error_message="聘任终止以后才收回聘书。",
            ),
            models.CheckConstraint(
                condition=Q(transferred_on=None) | Q(to_transfer=True),
                name="what_was_transferred_was_to_be",
                violation_error_message="决定移交以后才登记移交。",
            ),
            models.CheckConstraint(
                condition=Q(raised_ground="", raised_on=None)
                | (~Q(raised_ground="") & Q(raised_on__isnull=False)),
                name="a_raised_ground_has_a_day",
                violation_error_message="待处理的终止事由要写明发生之日。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=[])

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """Where the law has a bureau and those below it use supervisors together, the lower one sees the upper one's."""
        above = {
            code for post in actor.standing(cls.readers) for code in post.path.strip("/").split("/")[:-1]
        }
        sharing = [
            b
            for b in Bureau.objects.filter(code__in=above)
            if governing(b, clock.today()).find("work.shared")
        ]
        return Q(bureau__in=sharing)


class Counter(Guarded):
    """The last number given out, of a kind, by a bureau in a year: numbers come in the same transaction."""

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "kind", "year"], name="one_counter_a_year")]


class Numbering(Guarded):
    """How a bureau has its letters or badges numbered, where it does not take the platform's way."""

    class Kind(models.TextChoices):
        LETTER = "letter", "聘书"
        BADGE = "badge", "证件"

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    kind = models.CharField("哪一种", max_length=10, choices=Kind.choices)
    pattern = models.CharField("编号样式", max_length=40)
    digits = models.PositiveSmallIntegerField("序号至少几位")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bureau", "kind"], name="one_numbering_a_kind"),
            models.UniqueConstraint(
                fields=["kind", "pattern"],
                condition=~Q(pattern__contains="{代码}"),
                name="no_two_bureaus_number_alike",
                violation_error_message="别的局已在用这个样式，请加上本局的字号或{代码}。",
            ),
        ]


class SpentCode(Guarded):
    """The verification code of papers that were replaced: whoever scans them is told that they are void."""

    code = models.CharField(max_length=32, unique=True)
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="spent_codes")
    spent_on = models.DateField("补发之日")

    objects = GuardedSet.as_manager()  # type: ignore[misc]
