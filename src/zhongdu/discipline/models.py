"""What discipline is made of: the promise of a supervisor, the interests declared, and five kinds of matters."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhongdu.acts.models import Guarded, GuardedSet, Matter
from zhongdu.discipline import personal  # noqa: F401 - no personal field may be kept before it is classified
from zhongdu.fieldwork.queries import Visit
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role

USER = settings.AUTH_USER_MODEL
_NOBODYS = Q(pk__in=[])
JUDGES = (Role.DECIDER, Role.DISCIPLINE_OFFICER)  # of whether somebody must stand back


def _own(actor: Actor) -> Q:
    return Q(user_id=actor.user_id) if actor.user_id else _NOBODYS


# --- what a supervisor promises and declares ------------------------------------------------------------


class Wording(Guarded):
    """What a bureau adds to the platform's text of the undertaking; the newest holds."""

    bureau = models.ForeignKey("scope.Bureau", models.PROTECT, related_name="+")
    text = models.TextField("本局补充的内容", blank=True)
    since = models.DateField()

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["bureau", "-id"])]


class Undertaking(Guarded):
    """The promise to keep silence and discipline, as it was worded when it was signed."""

    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="undertakings")
    text = models.TextField()
    version = models.CharField(max_length=64)  # the text's digest
    measure = models.CharField(max_length=40)
    signed_on = models.DateField("签署之日")

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "version"], name="an_undertaking_is_signed_once")
        ]


class Declaration(Guarded):
    """When somebody last said that what they declared of their interests is true and complete."""

    user = models.OneToOneField(USER, models.PROTECT, related_name="+")
    confirmed_on = models.DateField("确认之日")

    objects = GuardedSet.as_manager()  # type: ignore[misc]


class Interest(Guarded):
    """One declared interest: whose, and since when. Which kind, in which body, stands in the vault under ``owner``."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer", "现在的工作单位"
        PAST_EMPLOYER = "past_employer", "以前的工作单位"
        SHARES = "shares", "持有股份或者出资"
        KIN = "kin", "近亲属在那里工作或者出资"
        COMPETITOR = "competitor", "与那家机构有竞争关系"
        OTHER = "other", "其他利害关系"

    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    since = models.DateField("申报之日")
    until = models.DateField("不再有之日", null=True)

    objects = GuardedSet.as_manager()  # type: ignore[misc]

    class Meta:
        indexes = [models.Index(fields=["user", "until"])]

    @property
    def owner(self) -> str:
        return f"interest:{self.pk}"


# --- recusal ----------------------------------------------------------------------------------------------


class RecusalQuestion(Matter):
    """Whether a declared interest may impair fairness: asked by one, judged by another.

    Who plans to send whom where is nobody's but the asker's and the judge's; the supervisor sees it only where
    he asked himself.
    """

    label = "回避审查"
    readers = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER, Role.DISCIPLINE_OFFICER)

    class State(models.TextChoices):
        OPEN = "open", "待判断"
        RECUSED = "recused", "应当回避"
        CLEARED = "cleared", "不必回避"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    ties = models.JSONField("涉及的利害关系", default=list)  # the keys that were judged
    asked_by = models.PositiveBigIntegerField(null=True)
    judged_by = models.PositiveBigIntegerField(null=True)
    judged_on = models.DateField("判断之日", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["appointment", "institution"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "institution"],
                condition=Q(state="open"),
                name="one_open_recusal_question",
                violation_error_message="这件事已经在等另一名工作人员判断，不必重复提交。",
            ),
            models.CheckConstraint(
                condition=Q(state="open", judged_on__isnull=True)
                | (~Q(state="open") & Q(judged_on__isnull=False)),
                name="a_recusal_judged_has_its_day",
                violation_error_message="判断过的回避审查要有判断之日。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return _own(actor) & Q(asked_by=actor.user_id)

    @classmethod
    def shared_with(cls, actor: Actor) -> Q:
        """Whoever asked reads the answer, also from a bureau below that shares the supervisor."""
        return Q(asked_by=actor.user_id) if actor.user_id else _NOBODYS

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """It tells of a plan: only who asked and who may judge need to know."""
        judges = {post.bureau_id for post in actor.standing(JUDGES)}
        asked = Q(asked_by=actor.user_id) if actor.user_id else _NOBODYS
        return (~asked & ~Q(bureau_id__in=judges)) | (_own(actor) & ~asked)


# --- what supervisors bring -------------------------------------------------------------------------------


class Obstruction(Matter):
    """Somebody stood in a supervisor's way. What happened is in the vault."""

    label = "遇阻登记"
    readers = (Role.CASE_OFFICER, Role.LIAISON, Role.DECIDER)

    class State(models.TextChoices):
        LOGGED = "logged", "待受理"
        TAKEN_UP = "taken_up", "处理中"
        SETTLED = "settled", "已反馈"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.LOGGED)
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+")
    visit = models.ForeignKey("fieldwork.Visit", models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField("发生的时间")

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"]), models.Index(fields=["user", "-id"])]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return _own(actor)

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """As hidden as the visit it happened on."""
        hidden = Visit.objects.filter(Visit.withheld_from(actor))
        return Q(visit__in=hidden.values("pk")) & ~_own(actor)


class MediaRequest(Matter):
    """A supervisor asks before speaking to the press or posting. The words are in the vault."""

    label = "采访发布申请"
    readers = (Role.LIAISON, Role.DECIDER)

    class State(models.TextChoices):
        ASKED = "asked", "待答复"
        APPROVED = "approved", "已同意"
        DECLINED = "declined", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    class Way(models.TextChoices):
        INTERVIEW = "interview", "接受媒体采访"
        POST = "post", "自己发布（自媒体、社交网络等）"
        OTHER = "other", "其他公开的场合"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.ASKED)
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    way = models.CharField("方式", max_length=12, choices=Way.choices)
    planned_on = models.DateField("打算哪天")

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"]), models.Index(fields=["user", "-id"])]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        return _own(actor)


# --- complaints and breaches ------------------------------------------------------------------------------


class Complaint(Matter):
    """An institution complains of a supervisor. Who complains is sealed; the bureau's discipline officer and its
    head deal with it, nobody else, and never whom it is about."""

    label = "对监督员的投诉"
    readers = (Role.DISCIPLINE_OFFICER, Role.DECIDER)

    class State(models.TextChoices):
        FILED = "filed", "待核查"
        EXAMINED = "examined", "核查中"
        ANSWERED = "answered", "已答复"
        CASE = "case", "已立案"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.FILED)
    receipt = models.CharField(max_length=64, unique=True)  # a keyed hash: kit.receipts
    filed_on = models.DateField("投诉之日")

    class Meta:
        indexes = [models.Index(fields=["bureau", "state", "-id"])]

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """From a reader of this bureau's who is the one complained of, once a case names him."""
        return Q(breach__user_id=actor.user_id) if actor.user_id else _NOBODYS


class Breach(Matter):
    """A case of breached discipline: found, told, heard, decided. Facts and answers are in the vault."""

    label = "违纪处理"
    readers = (Role.DISCIPLINE_OFFICER, Role.DECIDER)

    class State(models.TextChoices):
        OPEN = "open", "核查中"
        TOLD = "told", "已告知本人"
        HEARD = "heard", "已听取意见"
        DECIDED = "decided", "已决定"

    class Outcome(models.TextChoices):
        NOT_ESTABLISHED = "not_established", "不成立"
        ADMONISHED = "admonished", "成立，批评教育"
        ENDED = "ended", "成立，终止聘任"

    class Heard(models.TextChoices):
        WRITTEN = "written", "本人书面陈述"
        IN_PERSON = "in_person", "当面听取"
        SILENT = "silent", "到期没有陈述"

    state = models.CharField("状态", max_length=24, choices=State.choices, default=State.OPEN)
    appointment = models.ForeignKey("roster.Appointment", models.PROTECT, related_name="+")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    complaint = models.OneToOneField(Complaint, models.PROTECT, null=True, related_name="breach")
    items = models.JSONField("涉嫌违反的纪律", default=list)  # concepts: discipline.gifts
    conduct_on = models.DateField("行为之日")
    opened_by = models.PositiveBigIntegerField(null=True)
    answer_by = models.DateField("陈述意见到哪天", null=True)
    heard = models.CharField("怎样听取的", max_length=12, choices=Heard.choices, blank=True)
    outcome = models.CharField("结论", max_length=16, choices=Outcome.choices, blank=True)
    ground = models.CharField("终止事由", max_length=80, blank=True)
    transferred = models.BooleanField("移交有关部门", default=False)
    decided_on = models.DateField("决定之日", null=True)

    class Meta:
        indexes = [
            models.Index(fields=["bureau", "state", "-id"]),
            models.Index(fields=["user", "-id"]),
            models.Index(fields=["state", "answer_by"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answer_by__isnull=True)
                | (~Q(state="open") & Q(answer_by__isnull=False)),
                name="who_is_told_has_time_to_answer",
                violation_error_message="告知本人要写明陈述意见到哪天。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["heard", "decided"]) & ~Q(heard="")
                | (Q(state__in=["open", "told"]) & Q(heard="")),
                name="nobody_is_decided_upon_unheard",
                violation_error_message="作决定以前，要先听取本人的意见。",
            ),
            models.CheckConstraint(
                condition=Q(state="decided", decided_on__isnull=False) & ~Q(outcome="")
                | (~Q(state="decided") & Q(decided_on__isnull=True, outcome="")),
                name="a_decision_has_day_and_outcome",
                violation_error_message="决定要有日期和结论。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="ended") & ~Q(ground="") | (~Q(outcome="ended") & Q(ground="")),
                name="an_ending_names_its_ground",
                violation_error_message="终止聘任要有事由。",
            ),
        ]

    @classmethod
    def held_by(cls, actor: Actor) -> Q:
        """The person's own, from the day they are told."""
        return _own(actor) & ~Q(state=cls.State.OPEN)

    @classmethod
    def withheld_from(cls, actor: Actor) -> Q:
        """An officer who is the person concerned meets the case as that person, not as an officer."""
        return _own(actor) & Q(state=cls.State.OPEN)
