"""Publicity work is planned, changed, done or called off; what was done long before is entered as such."""

from datetime import date
from typing import Annotated, Any

from zhongdu.acts.inputs import Says, Upload
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.calendar import clock
from zhongdu.kit import evidence
from zhongdu.law.governing import Law
from zhongdu.messages.telling import tell_many
from zhongdu.publicity.models import READERS, Activity
from zhongdu.publicity.rules import DUTY, WAY, is_address, meets_the_duty, named_way
from zhongdu.scope.models import Post

State, Topic, Way = Activity.State, Activity.Topic, Activity.Way
BY = READERS
FILES = "publicity"  # the kind its files are kept as
A_DAY = 24 * 60


def ways(subject: Any, law: Law) -> list[tuple[str, str]]:
    """The way a law names first and alone so; the others are the bureau's own."""
    named = named_way(law)
    own = "（本局做法）" if named else ""
    return [
        (way.value, way.label + ("" if way == named else own))
        for way in sorted(Way, key=lambda way: way != named)
    ]


def people_of(subject: Any, law: Law) -> list[tuple[str, str]]:
    """Who of the bureau may lead it."""
    posts = Post.objects.filter(bureau=subject.bureau, role__in=READERS, until=None, user__is_active=True)
    users = {post.user_id: post.user for post in posts.select_related("user").order_by("user_id")}
    return [(str(pk), user.get_full_name() or user.get_username()) for pk, user in users.items()]


TITLE = Says("活动名称", hint="如：打击欺诈骗保集中宣传月启动仪式。", plain=True, most=80)
TOPIC = Says("宣传什么", options=lambda subject, law: Topic.choices)
HOW = Says("怎样宣传", options=ways)
WHERE = Says("地点或媒体", hint="如：人民广场；县融媒体中心。", plain=True, most=120)
ARRANGEMENT = Says("安排", hint="做什么、谁做什么。请来参加的监督员看得到，不写个人信息。", words=True, plain=True, most=2000)  # fmt: skip
LEADER = Says("由谁负责", hint="不选就是您自己。", options=people_of, people=True)
LASTED = Says("时长（分钟）", hint="如：120。参加的监督员按这个时长记服务。")
REACH = Says("覆盖多少人", hint="知道的才填：到场、领取材料或者阅读的人数。")
LINK = Says("发布的网址", hint="见报、见网的填网址，以http开头。", plain=True, most=300)
ACCOUNT = Says("宣传情况", hint="做了什么、反响怎样。", words=True, secret="publicity_account", most=5000)
FILED = Says(
    "材料、照片", hint="照片给人看时去掉拍摄时间、位置等信息。HEIC格式的请先转成JPEG。", accept="evidence"
)
DONE_ON = Says("哪一天做的")


def led_by(deed: Doing, leader: str) -> Any:
    return int(leader) if leader else deed.by.user_id


def _cite(deed: Doing, topic: str, way: str) -> None:
    """Stand on the law's duty where this is what it asks for."""
    if meets_the_duty(topic, way, deed.law):
        deed.cite(*(bound for word in (DUTY, WAY) if (bound := deed.law.find(word))))


@act(on=Office, creates=Activity, by=BY)
def plan_publicity(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    topic: Annotated[str, TOPIC],
    way: Annotated[str, HOW],
    on: Annotated[date, Says("哪一天做")],
    where: Annotated[str, WHERE],
    arrangement: Annotated[str, ARRANGEMENT] = "",
    leader: Annotated[str, LEADER] = "",
) -> Activity:
    """安排一次宣传

    What is made known, how, when, where and by whom; supervisors may then be asked to take part.
    """
    if on < deed.on:
        deed.refuse("past", "这一天已经过去；做过的请用“登记做过的宣传”。", beside="on")
    _cite(deed, topic, way)
    return deed.open(
        Activity, office.bureau, State.PLANNED, title=title, topic=topic, way=way, on=on, where=where,
        arrangement=arrangement, led_by_id=led_by(deed, leader),
    )  # fmt: skip


@act(on=Office, creates=Activity, by=BY)
def enter_publicity(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    topic: Annotated[str, TOPIC],
    way: Annotated[str, HOW],
    on: Annotated[date, DONE_ON],
    where: Annotated[str, WHERE],
    minutes: Annotated[int, LASTED],
    account: Annotated[str, ACCOUNT],
    reach: Annotated[int | None, REACH] = None,
    link: Annotated[str, LINK] = "",
    files: Annotated[list[Upload] | None, FILED] = None,
    leader: Annotated[str, LEADER] = "",
) -> Activity:
    """登记做过的宣传

    Work that was done without being planned here is entered with the day it was done.
    """
    _fits(deed, on=on, minutes=minutes, reach=reach, link=link)
    _cite(deed, topic, way)
    made = deed.open(
        Activity, office.bureau, State.DONE, title=title, topic=topic, way=way, on=on, where=where, minutes=minutes,
        reach=reach, link=link, led_by_id=led_by(deed, leader),
    )  # fmt: skip
    _enclose(made, files, deed)
    return made


@act(on=Activity, when=[State.PLANNED], by=BY, tells="已经请过的监督员，系统会告诉他们有变动。")
def change_publicity(
    activity: Activity,
    deed: Doing,
    *,
    title: Annotated[str, TITLE],
    topic: Annotated[str, TOPIC],
    way: Annotated[str, HOW],
    on: Annotated[date, Says("哪一天做")],
    where: Annotated[str, WHERE],
    arrangement: Annotated[str, ARRANGEMENT] = "",
    leader: Annotated[str, LEADER] = "",
) -> None:
    """改宣传安排

    Another day, another place; whoever was asked already is told.
    """
    activity.title, activity.topic, activity.way, activity.on = title, topic, way, on
    activity.where, activity.arrangement, activity.led_by_id = where, arrangement, led_by(deed, leader)
    tell_all(activity, deed, "publicity.changed")


def _day_has_come(activity: Activity, law: Law) -> str:
    return "" if clock.today() >= activity.on else "还没有到那一天。"


@act(
    on=Activity, moves={State.PLANNED: State.DONE}, by=BY, provided=_day_has_come,
    tells="登记了参加的监督员，这段时间自动记入他们的服务时长。",
)  # fmt: skip
def record_publicity(
    activity: Activity,
    deed: Doing,
    *,
    on: Annotated[date, DONE_ON],
    minutes: Annotated[int, LASTED],
    account: Annotated[str, ACCOUNT],
    reach: Annotated[int | None, REACH] = None,
    link: Annotated[str, LINK] = "",
    files: Annotated[list[Upload] | None, FILED] = None,
) -> None:
    """登记已开展

    It was done: when, how long, to how many, with what was published and photographed.
    """
    _fits(deed, on=on, minutes=minutes, reach=reach, link=link)
    _cite(deed, activity.topic, activity.way)
    activity.on, activity.minutes, activity.reach, activity.link = on, minutes, reach, link
    _enclose(activity, files, deed)


@act(on=Activity, when=[State.DONE], by=BY)
def correct_publicity(
    activity: Activity,
    deed: Doing,
    *,
    topic: Annotated[str, TOPIC],
    way: Annotated[str, HOW],
    where: Annotated[str, WHERE],
    reach: Annotated[int | None, REACH] = None,
    link: Annotated[str, LINK] = "",
    account: Annotated[str, ACCOUNT],
    reason: Annotated[str, Says("为什么更正", words=True, most=300)],
) -> None:
    """更正记录

    What was written of it turns out otherwise; what stood before stays on the docket.
    """
    _fits(deed, on=activity.on, minutes=activity.minutes or 1, reach=reach, link=link)
    before = {name: getattr(activity, name) for name in ("topic", "way", "where", "reach", "link")}
    deed.note(before=before)
    _cite(deed, topic, way)
    activity.topic, activity.way, activity.where, activity.reach, activity.link = (
        topic,
        way,
        where,
        reach,
        link,
    )


@act(on=Activity, when=[State.PLANNED, State.DONE], by=BY)
def add_publicity_files(activity: Activity, deed: Doing, *, files: Annotated[list[Upload], FILED]) -> None:
    """加材料、照片

    More of what was handed out, published or photographed.
    """
    _enclose(activity, files, deed)


@act(
    on=Activity, moves={State.PLANNED: State.CALLED_OFF}, by=BY, grave=True, tells="已经请过的监督员，系统会告诉他们。"
)  # fmt: skip
def call_off_publicity(
    activity: Activity,
    deed: Doing,
    *,
    reason: Annotated[
        str, Says("取消的原因", hint="请过的监督员看得到，不写个人信息。", plain=True, most=300)
    ],
) -> None:
    """取消宣传

    It will not be done; whoever was asked is told, and why.
    """
    activity.why = reason
    tell_all(activity, deed, "publicity.called_off")


# --- shared --------------------------------------------------------------------------------------------
def _fits(deed: Doing, *, on: date, minutes: int, reach: int | None, link: str) -> None:
    if on > deed.on:
        deed.refuse("not_yet", "日期不能晚于今天，做过以后再登记。", beside="on")
    if not 1 <= minutes <= A_DAY:
        deed.refuse("no_such_time", "时长在1分钟到24小时之间。", beside="minutes")
    if reach is not None and reach < 0:
        deed.refuse("no_such_number", "人数不能小于0；不知道的不填。", beside="reach")
    if link and not is_address(link):
        deed.refuse("no_address", "网址要以http://或者https://开头，中间没有空格。", beside="link")


def _enclose(activity: Activity, uploads: Any, deed: Doing) -> None:
    kept = evidence.receive(
        activity.number,
        list(uploads or ()),
        deed.by.user_id,
        kind=FILES,
        beside="files",
        allow=evidence.SHOWN,
    )
    if kept:
        deed.note(enclosed=[[each.public_id, each.blob.sm3] for each in kept])


def tell_all(activity: Activity, deed: Doing, name: str) -> None:
    rows = activity.parts.select_related("docket").order_by("id")
    tell_many(name, [(each.user_id, each.docket) for each in rows], activity.bureau, occasion=deed.id)
