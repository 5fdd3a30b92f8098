"""Leads: something was seen, somebody must answer, and the one who spoke is safe."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.acts.withholding import from_those_it_names
from zhongdu.leads import personal  # noqa: F401 - classifies the vault's fields
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

HANDLERS = (Role.CASE_OFFICER, Role.DISCIPLINE_OFFICER)  # the latter only sees leads against a bureau


class Lead(Matter):
    """A lead. What it tells, where, and what was answered is in the vault; here is what lists and clocks need.

    Who speaks has its kinds, and nothing else asks which: a supervisor (``user``), a citizen who follows by a
    receipt code (``receipt``, a keyed hash; see ``kit.receipts``), or whoever's paper an officer keyed in
    (``entered_by``; what is known of the person is in the vault as ``reporter_name`` and ``reporter_phone``), or
    whoever told another system that handed it in (``handed_by`` names the system; it has a receipt code as well).

    ``against`` is the bureau it is about, when it is about a bureau, its agency or their people; ``lacks``
    are the pack's own words for what the measure asks for and the lead does not have; ``told`` is the place
    in the docket of the last thing said to the speaker, ``turn`` whose word is waited for, if anybody's.
    """

    label = "线索"
    readers = (Role.CASE_OFFICER, Role.DECIDER, Role.DISCIPLINE_OFFICER)

    class State(models.TextChoices):
        FILED = "filed", "待受理"
        RETURNED = "returned", "退回补充"
        TAKEN_UP = "taken_up", "办理中"
        ANSWERED = "answered", "已答复"
        DECLINED = "declined", "不予受理"
        PASSED_ON = "passed_on", "已移送"
        MERGED = "merged", "已并案"
        SECOND_LOOK = "second_look", "复核中"

    class Speaker(models.TextChoices):
        SUPERVISOR = "supervisor", "社会监督员"
        CITIZEN = "citizen", "群众"
        ON_PAPER = "on_paper", "来信来访"
        HANDED_IN = "handed_in", "其他系统转来"

    class Outcome(models.TextChoices):
        PROVED = "proved", "查证属实"
        PARTLY = "partly", "部分属实"
        NOT_PROVED = "not_proved", "查无实据"
        UNCLEAR = "unclear", "无法查清"

    class Turn(models.TextChoices):
        SPEAKER = "speaker", "等反映人回答"
        BUREAU = "bureau", "反映人有新的话"

    WAITING = (
        State.FILED,
        State.RETURNED,
        State.TAKEN_UP,
        State.SECOND_LOOK,
    )  # somebody here has to do something
    UNANSWERED = (State.FILED, State.RETURNED, State.TAKEN_UP)
    CLOSED = (State.ANSWERED, State.DECLINED, State.PASSED_ON)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.FILED)
    speaker = models.CharField("反映人", max_length=12, choices=Speaker.choices, default=Speaker.SUPERVISOR)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="反映的监督员"
    )
    receipt = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    handed_by = models.CharField("转来的系统", max_length=60, blank=True)
    visit = models.ForeignKey("fieldwork.Visit", models.PROTECT, null=True, related_name="leads")
    institution = models.ForeignKey(
        "institutions.Institution", models.PROTECT, null=True, related_name="leads"
    )
    against = models.ForeignKey(
        "scope.Bureau", models.PROTECT, null=True, related_name="+", verbose_name="涉及的医保局"
    )
    violations = models.JSONField("类别", default=list)
    happened_at = models.DateTimeField("时间", null=True)
    lacks = models.JSONField("尚缺的内容", default=list)
    grave = models.BooleanField("重大情况", default=False)
    filed_on = models.DateField("反映日期")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    complete_by = models.DateField("补充到哪天", null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    before_merging = models.CharField(max_length=24, blank=True)  # the state a split gives back
    told = models.PositiveIntegerField(default=0)
    turn = models.CharField("该谁说话", max_length=8, choices=Turn.choices, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    dissented_on = models.DateField("提出没有答清楚的日期", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["handler", "state"]),
            models.Index(
                fields=["against"], condition=Q(against__isnull=False), name="leads_against_a_bureau"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["answered", "second_look"], answered_on__isnull=False)
                | (~Q(state__in=["answered", "second_look"]) & Q(answered_on__isnull=True)),
                name="an_answer_has_its_day",
                violation_error_message="已答复的线索要有答复日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(outcome=""),
                name="an_answer_has_its_outcome",
                violation_error_message="已答复的线索要写明结果。",
            ),
            models.CheckConstraint(
                condition=Q(speaker="supervisor", user__isnull=False, receipt="")
                | (Q(speaker="citizen", user__isnull=True) & ~Q(receipt=""))
                | Q(speaker="on_paper", user__isnull=True, entered_by__isnull=False)
                | (Q(speaker="handed_in", user__isnull=True) & ~Q(receipt="") & ~Q(handed_by="")),
                name="who_speaks_is_known_in_one_way",
                violation_error_message="反映人要么是监督员，要么凭查询码，要么是来信来访由工作人员登记，要么由其他系统转来。",
            ),
            models.UniqueConstraint(
                fields=["receipt"], condition=~Q(receipt=""), name="a_receipt_opens_one_lead"
            ),
            models.CheckConstraint(
                condition=(Q(state="merged", merged_into__isnull=False) & ~Q(before_merging=""))
                | (~Q(state="merged") & Q(before_merging="")),
                name="merged_into_something",
                violation_error_message="并案要写明并入哪一条线索。",
            ),
            models.CheckConstraint(
                condition=Q(state="returned", complete_by__isnull=False)
                | Q(state="merged")
                | (~Q(state="returned") & Q(complete_by__isnull=True)),
                name="returned_until_a_day",
                violation_error_message="退回补充要写明补充到哪天。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """Theirs who speak: a supervisor's by name, anybody else's by the receipt code they have shown."""
        shown = Q(docket__number__in=actor.holds) & ~Q(receipt="")
        return shown | Q(user_id=actor.user_id) if actor.user_id else shown

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """A lead against a bureau is hidden from those it names, whatever their posts; not from whoever brought it."""
        return from_those_it_names(actor, (Role.CASE_OFFICER, Role.DECIDER)) & ~cls.held_by(actor)

    @property
    def is_waiting(self) -> bool:
        """Whether whoever spoke still waits for an answer."""
        return self.state not in self.CLOSED


class Seen(models.Model):
    """How far into the docket the speaker has read. A read receipt, not an act."""

    lead = models.OneToOneField(Lead, models.CASCADE, related_name="seen")
    length = models.PositiveIntegerField()


class Finding(Guarded):
    """What became of one thing a lead alleges: a kind of violation by its concept, or "" for the whole."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="findings")
    allegation = models.CharField(max_length=80, blank=True)
    outcome = models.CharField("结果", max_length=12, choices=Lead.Outcome.choices)
    amount = models.BigIntegerField("涉及金额（分）", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "allegation"], name="one_finding_an_allegation"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="an_amount_is_not_negative",
                violation_error_message="金额不能是负数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead}·{self.get_outcome_display()}"


class Request(Guarded):
    """Somebody is asked about a lead: until when, and whether they answered. The words stand on the docket, in
    the events at ``asked_at`` and ``replied_at``."""

    class To(models.TextChoices):
        AGENCY = "agency", "医保经办机构"
        INSTITUTION = "institution", "定点医药机构"
        DEPARTMENT = "department", "其他部门或单位"

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="requests")
    to = models.CharField("向谁了解", max_length=12, choices=To.choices)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, related_name="+")
    asked_on = models.DateField("发出日期")
    until = models.DateField("答复期限")
    replied_on = models.DateField("答复日期", null=True)
    asked_at = models.PositiveIntegerField()
    replied_at = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["until"], condition=Q(replied_on=None), name="leads_requests_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True, replied_at__isnull=True)
                | Q(replied_on__isnull=False, replied_at__isnull=False),
                name="a_reply_has_its_day_and_its_place",
                violation_error_message="答复的日期和内容要一起记。",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("asked_on")),
                name="asked_before_it_is_due",
                violation_error_message="答复期限不能早于发出日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead}·{self.get_to_display()}"


class Inquiry(Matter):
    """A request as whoever is asked has it: the words, the day, what was handed over, and nothing else of the lead.

    ``link`` is the keyed hash of the secret a unit without an account opens it by; an agency's officers sign in.
    """

    label = "协查函"
    readers = (Role.AGENCY_OFFICER, *Lead.readers)

    class State(models.TextChoices):
        OPEN = "open", "等待答复"
        ANSWERED = "answered", "已答复"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="inquiries")
    request = models.OneToOneField(Request, models.PROTECT, related_name="inquiry")
    to = models.CharField("向谁了解", max_length=12, choices=Request.To.choices)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, related_name="+")
    until = models.DateField("答复期限")
    link = models.CharField(max_length=64, blank=True)
    answered_on = models.DateField("答复日期", null=True)
    reminded_on = models.DateField("提醒日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "until", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=~Q(link=""), name="a_link_opens_one_inquiry"),
            models.CheckConstraint(
                condition=Q(state="answered", answered_on__isnull=False)
                | (~Q(state="answered") & Q(answered_on__isnull=True)),
                name="an_answered_inquiry_has_its_day",
                violation_error_message="已答复的协查函要有答复日期。",
            ),
        ]

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """It is there for the agency that is asked, for whoever has the link, and for those who may know of the lead."""
        bureaus = [post.bureau_id for post in actor.standing([Role.AGENCY_OFFICER])]
        asked = Q(to=Request.To.AGENCY, bureau__in=bureaus)
        return ~(asked | Q(lead__in=Lead.objects.visible_to(actor)) | cls.held_by(actor))

    @property
    def whom(self) -> str:
        """Who is asked, as the letter is addressed."""
        return self.institution.name if self.institution else self.get_to_display()
