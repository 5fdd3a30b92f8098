"""What the demo's people say: opinions at every stage, a digest being written, and a letter whose writer was asked."""

from datetime import timedelta
from typing import Any

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.kit import receipts
from zhongdu.law.governing import governing
from zhongdu.scope.actor import ANYONE, Actor
from zhongdu.scope.roles import Role
from zhongdu.voices import acts, themes
from zhongdu.voices.queries import Opinion, receipt_token

THEMES = "报销待遇\n异地就医\n经办服务\n医院药店"
OPINIONS = (
    # days ago, theme, words, outcome, answer, summary
    (150, "异地就医", "邻居在外地带孙子，备案要来回跑三趟。（示例）", "adopted", "手机备案已经列入计划。（示例）", "建议异地备案在手机上办。（示例）"),
    (95, "经办服务", "医保窗口中午没有人，上班的人办不了事。（示例）", "partly", "每周三中午安排值班。（示例）", "建议窗口中午有人值班。（示例）"),
    (60, "报销待遇", "老人门诊慢病一年只认定一次，错过要等一年。（示例）", "noted", "认定办法由上级统一规定，已报上级参考。（示例）", "建议门诊慢病随时可以申请认定。（示例）"),
    (33, "医院药店", "药店价签和收银机上的价钱对不上，最好统一公示。（示例）", "", "", ""),
    (4, "异地就医", "外县的医保卡在镇卫生院刷不了。（示例）", "", "", ""),
)  # fmt: skip


def spoken(place: Any, appointments: list[Any]) -> None:
    """Supervisors and citizens speak; officers answer what they have come to."""
    today, officer = clock.today(), place.by(Role.CASE_OFFICER)
    began = place.told.get("since", today - timedelta(days=240)) + timedelta(days=75)
    with clock.on(min(began, today)):
        perform(acts.add_themes, place.office, officer, names=THEMES)
    codes = {label: code for code, label in themes.in_use(place.bureau, governing(place.bureau, today))}
    for at, (ago, theme, words, outcome, answer, gist) in enumerate(OPINIONS):
        day = max(today - timedelta(days=ago), began)
        with clock.on(day):
            opinion = _brought(place, appointments[at % 2], at, words, codes[theme])
        if outcome:
            with clock.on(min(day + timedelta(days=6), today)):
                perform(acts.settle_opinion, opinion, officer, outcome=outcome, words=answer, gist=gist)
    adopted = Opinion.objects.filter(bureau=place.bureau, outcome="adopted").first()
    if adopted and adopted.answered_on < today:
        perform(acts.report_carried_out, adopted, officer, done_on=today, words="手机备案已经开通。（示例）")
    _digest(place)
    _letter(place, appointments[0])


def _brought(place: Any, appointment: Any, at: int, words: str, theme: str) -> Any:
    """By turns a supervisor's and a citizen's."""
    if at % 2:
        return perform(
            acts.voice_opinion, place.office, ANYONE, receipt=receipt_token(receipts.new_code()), words=words, about=[theme]
        )  # fmt: skip
    return perform(
        acts.bring_opinion, appointment, _self(appointment), words=words, source="heard", about=[theme]
    )


def _digest(place: Any) -> None:
    """One for the next symposium, with what has a summary chosen for it."""
    today, officer = clock.today(), place.by(Role.CASE_OFFICER)
    made = perform(
        acts.prepare_digest, place.office, officer, title=f"{today.year}年座谈会意见建议汇总（示例）",
        since=today - timedelta(days=180), until=today,
    )  # fmt: skip
    summed = Opinion.objects.filter(bureau=place.bureau, summed=True, filed_on__gte=made.since).order_by("id")
    if numbers := [each.number for each in summed.select_related("docket")]:
        perform(acts.choose_opinions, made, officer, opinions=numbers)


def _letter(place: Any, appointment: Any) -> None:
    """Handed on last week; its writer was asked and has not answered yet."""
    today, officer = clock.today(), place.by(Role.CASE_OFFICER)
    with clock.on(today - timedelta(days=7)):
        letter = perform(
            acts.forward_letter, appointment, _self(appointment), sort="complaint",
            words="卫生院让我父亲挂着床，人在家里，医保卡押在他们那里。（示例）", receipt=receipt_token(receipts.new_code()),
        )  # fmt: skip
    with clock.on(today - timedelta(days=5)):
        perform(acts.take_letter, letter, officer)
        perform(acts.ask_writer, letter, officer, words="请问是哪一个月的事？（示例）")


def _self(appointment: Any) -> Actor:
    return Actor(user_id=appointment.user_id, roles=frozenset({Role.ANYONE, Role.SUPERVISOR}))
