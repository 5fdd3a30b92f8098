"""Opinions, letters that supervisors hand on, and the digest of a period: who spoke, who answers, what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from zhongdu.acts.models import Guarded, Matter
from zhongdu.acts.withholding import from_those_it_names
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role
from zhongdu.voices import personal  # noqa: F401 - classifies the vault's fields

_HANDLERS = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER)


class Voice(Matter):
    """What an opinion and a letter have in common. What it says and what was answered is in the vault.

    ``against`` is the bureau whose people it turned out to be about; ``lead`` the lead it became, if it did.
    """

    readers = (*_HANDLERS, Role.DISCIPLINE_OFFICER)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="监督员"
    )
    receipt = models.CharField(max_length=64, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    against = models.ForeignKey(
        "scope.Bureau", models.PROTECT, null=True, related_name="+", verbose_name="涉及的医保局"
    )
    filed_on = models.DateField("收到日期")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="经办人"
    )
    lead = models.ForeignKey("leads.Lead", models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField("答复日期", null=True)

    class Meta:
        abstract = True

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """A supervisor's by name, anybody else's by the receipt code they have shown."""
        shown = Q(docket__number__in=actor.holds) & ~Q(receipt="")
        return shown | Q(user_id=actor.user_id) if actor.user_id else shown

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """What is said of a bureau's people is hidden from them; not from whoever said it."""
        return from_those_it_names(actor, _HANDLERS) & ~cls.held_by(actor)


class Opinion(Voice):
    """An opinion or a suggestion, with its themes (``Tag``) and what came of it.

    ``summed`` tells that an officer wrote what it says without any name (``opinion_gist``): only so it goes further.
    """

    label = "意见建议"

    class State(models.TextChoices):
        FILED = "filed", "待办理"
        HANDLING = "handling", "办理中"
        ANSWERED = "answered", "已答复"
        BECAME_LEAD = "became_lead", "已转为线索"

    class Speaker(models.TextChoices):
        SUPERVISOR = "supervisor", "社会监督员"
        CITIZEN = "citizen", "群众"
        ON_PAPER = "on_paper", "来信来访"

    class Source(models.TextChoices):
        OWN = "own", "自己的建议"
        HEARD = "heard", "听群众说的"
        ONLINE = "online", "网上、媒体上看到的"
        LETTER = "letter", "来信"
        MAIL = "mail", "电子邮件"
        PHONE = "phone", "来电"
        VISIT = "visit", "来访"
        MEETING = "meeting", "座谈会上说的"

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOTED = "noted", "留作参考"
        NOT_ADOPTED = "not_adopted", "不采纳"

    WAITING = (State.FILED, State.HANDLING)
    TAKEN = (Outcome.ADOPTED, Outcome.PARTLY)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.FILED)
    speaker = models.CharField("谁提的", max_length=12, choices=Speaker.choices, default=Speaker.SUPERVISOR)
    source = models.CharField("来源", max_length=12, choices=Source.choices, default=Source.OWN)
    summed = models.BooleanField("写了摘要", default=False)
    outcome = models.CharField("结果", max_length=12, choices=Outcome.choices, blank=True)
    carried_out_on = models.DateField("落实日期", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["bureau", "filed_on"]),
            models.Index(fields=["user", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="answered", answered_on__isnull=False) & ~Q(outcome=""))
                | Q(~Q(state="answered"), answered_on__isnull=True, outcome=""),
                name="an_opinion_is_answered_whole",
                violation_error_message="已答复的意见要有答复日期和结果。",
            ),
            models.CheckConstraint(
                condition=Q(carried_out_on__isnull=True) | Q(outcome__in=["adopted", "partly"]),
                name="what_was_adopted_is_carried_out",
                violation_error_message="采纳了的意见才有落实日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state="became_lead") | Q(lead__isnull=False),
                name="an_opinion_became_some_lead",
                violation_error_message="已转为线索的意见要写明是哪一条线索。",
            ),
            models.CheckConstraint(
                condition=Q(speaker="supervisor", user__isnull=False, receipt="")
                | (Q(speaker="citizen", user__isnull=True) & ~Q(receipt=""))
                | Q(speaker="on_paper", user__isnull=True, entered_by__isnull=False),
                name="whose_opinion_is_known_in_one_way",
                violation_error_message="提意见的人要么是监督员，要么凭查询码，要么由工作人员登记。",
            ),
            models.UniqueConstraint(
                fields=["receipt"], condition=~Q(receipt=""), name="a_receipt_opens_one_opinion"
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        """Whether whoever spoke still waits for an answer."""
        return self.state in self.WAITING


class ForwardedLetter(Voice):
    """A letter or a complaint of a member of the public that a supervisor (``user``) hands on.

    Two people wait: the writer, who follows by the receipt code, talks and is answered; and the supervisor, who is told
    where it stands and that it was answered. ``turn`` says whose word is waited for, if anybody's.
    """

    label = "转递来信"

    class State(models.TextChoices):
        FILED = "filed", "待办理"
        HANDLING = "handling", "办理中"
        ANSWERED = "answered", "已答复"
        PASSED_ON = "passed_on", "已移送"

    class Kind(models.TextChoices):
        LETTER = "letter", "来信"
        COMPLAINT = "complaint", "投诉"
        REPORT = "report", "举报"

    class Turn(models.TextChoices):
        WRITER = "writer", "等写信人回答"
        BUREAU = "bureau", "写信人有新的话"

    WAITING = (State.FILED, State.HANDLING)

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.FILED)
    sort = models.CharField("是什么", max_length=12, choices=Kind.choices, default=Kind.LETTER)
    turn = models.CharField("该谁说话", max_length=8, choices=Turn.choices, blank=True)
    opinion = models.OneToOneField(Opinion, models.PROTECT, null=True, related_name="letter")

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"]), models.Index(fields=["user", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_on__isnull=False)
                | Q(~Q(state="answered"), answered_on__isnull=True),
                name="a_letters_answer_has_its_day",
                violation_error_message="已答复的来信要有答复日期。",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) & ~Q(receipt=""),
                name="a_letter_has_its_supervisor_and_its_code",
                violation_error_message="转递来信要有转递的监督员和写信人的查询码。",
            ),
            models.UniqueConstraint(fields=["receipt"], name="a_receipt_opens_one_letter"),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING


class Theme(Guarded):
    """One of a bureau's own themes, beside those its measure names."""

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    name = models.CharField("类别", max_length=20)
    until = models.DateField("停用", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["bureau", "name"], condition=Q(until=None), name="a_theme_stands_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        return f"own.{self.pk}"


class Tag(Guarded):
    """An opinion is about a theme: the law's by its concept, a bureau's own by ``Theme.code``."""

    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="tags")
    theme = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["theme", "opinion"])]
        constraints = [models.UniqueConstraint(fields=["opinion", "theme"], name="tagged_once")]

    def __str__(self) -> str:
        return self.theme


class Digest(Matter):
    """What was said in a period, gathered for a symposium: counted by theme, with opinions chosen, and nobody named.

    While it is written it is reckoned anew each time; once finished, ``figures`` (and ``digest_gists`` in the vault)
    stay as they were read out.
    """

    label = "意见汇总"
    readers = _HANDLERS

    class State(models.TextChoices):
        DRAFT = "draft", "编写中"
        FINISHED = "finished", "已定稿"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.DRAFT)
    title = models.CharField("题目", max_length=60)
    since = models.DateField("从哪天")
    until = models.DateField("到哪天")
    themes = models.JSONField("类别", default=list)  # none: all
    figures = models.JSONField(null=True)
    finished_on = models.DateField("定稿日期", null=True)

    class Meta:
        indexes = [models.Index(fields=["bureau", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="a_digest_ends_after_it_begins",
                violation_error_message="结束的日子不能早于开始。",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", finished_on__isnull=True, figures__isnull=True)
                | Q(state="finished", finished_on__isnull=False, figures__isnull=False),
                name="a_finished_digest_has_its_figures",
                violation_error_message="已定稿的汇总要有定稿日期和数字。",
            ),
        ]


class Chosen(Guarded):
    """An opinion that goes into a digest, in an officer's words without names."""

    digest = models.ForeignKey(Digest, models.PROTECT, related_name="chosen")
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["digest", "opinion"], name="chosen_once_a_digest")]

    def __str__(self) -> str:
        return f"{self.digest}·{self.opinion}"
