"""Before anybody scores: a selection is opened, its pool gathered and grouped, and everything settled that scores must not
sway: what is scored, by whom, which ranges, and the seed that breaks ties."""

from collections.abc import Iterable
from secrets import token_hex
from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.recruitment.acts import take_selection
from zhongdu.recruitment.queries import Application, Notice, awaiting_selection, short_of
from zhongdu.scope.roles import Role
from zhongdu.selection import options, pool, rules, sealing
from zhongdu.selection.features import FEATURES, UNKNOWN
from zhongdu.selection.models import Candidate, Criterion, Range, Reviewer, Score, Selection
from zhongdu.selection.queries import explained, task_now

_State = Selection.State
_LAW = ["selection.looks_at", "selection.best"]
BATCH = 200  # applications taken up in one deed: so long others wait


@act(
    on=Office,
    creates=Selection,
    by=Role.RECRUITER,
    at="level.recruiting",
    under=[*_LAW, "selection.number"],
    tells="条件审核把关，评分分高下，人来定。各项的分组、权重、范围和候补都是本局的做法，办法没有规定。",
)
def open_selection(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, Says("名称", hint="如：2026年社会监督员择优", plain=True, most=120)],
    places: Annotated[int, Says("拟聘人数")],
    notice: Annotated[
        str, Says("哪份公告的报名", hint="不选的，本局所有审核通过的报名都纳入", options=options.notices)
    ] = "",
    reserves: Annotated[int | None, Says("候补人数", hint="可以不填")] = None,
    way: Annotated[str, Says("怎样选", options=options.ways)] = Selection.Way.BEST,
    line: Annotated[
        str,
        Says(
            "分数线", hint="公平抽签才填：满分一百，达到的视为同等条件；不填就是不看分数", plain=True, most=6
        ),
    ] = "",
    departure: Annotated[str, Says("例外的理由", hint="人数不合办法的一般规定时填写", words=True)] = "",
) -> Selection:
    """开始择优

    A selection is opened: how many places, under which notice, by score or by a draw among equals.
    """
    if not 1 <= places <= 10_000:
        deed.refuse("no_places", "拟聘人数至少是1人，最多10000人。", beside="places")
    if reserves is not None and reserves < 0:
        deed.refuse("bad_reserves", "候补人数不能小于0。", beside="reserves")
    try:
        cut = rules.hundredths(line)
    except (ValueError, ZeroDivisionError):
        deed.refuse("bad_line", "分数线填0到100之间的数，最多两位小数。", beside="line")
    number = deed.law.find("selection.number")
    if number and (says := short_of(number, places)):
        deed.depart(number, departure, says)
    under = Notice.objects.filter(docket__number=notice, bureau=office.bureau).first() if notice else None
    return deed.open(
        Selection, office.bureau, _State.PREPARING, title=title, notice=under, places=places, reserves=reserves or 0,
        way=way, line=cut if way == Selection.Way.FAIR else 0, groups=pool.groups_for(office.bureau, deed.law),
    )  # fmt: skip


@act(on=Selection, when=[_State.PREPARING], by=Role.RECRUITER, at="level.recruiting", under=_LAW)
def gather_candidates(selection: Selection, deed: Doing) -> None:
    """纳入候选人

    Accepted applications come into the pool, a batch a deed, each with the groups that follow from it; those no longer
    accepted go out again.
    """
    gone = selection.candidates.exclude(application__state=Application.State.ACCEPTED)
    _free(deed, selection, gone.select_related("application__docket"))
    left = gone.delete()[0]
    taken = list(awaiting_selection(selection.bureau, selection.notice)[:BATCH])
    found = pool.grouped(taken, deed.law, selection, deed.on)
    Candidate.objects.bulk_create(
        Candidate(
            selection=selection, application=each, number=each.number, groups=groups, preferred=preferred
        )
        for each, groups, preferred in found
    )
    for each in taken:
        deed.then(take_selection, each, selected=Application.Selected.HELD, selection=selection.number)
    deed.note(taken=len(taken), left=left)


def _free(deed: Doing, selection: Selection, candidates: Iterable[Candidate]) -> None:
    for each in candidates:
        deed.then(take_selection, each.application, selected="none", selection=selection.number)


@act(on=Selection, when=[_State.PREPARING], by=Role.RECRUITER, at="level.recruiting", under=_LAW)
def name_groups(
    selection: Selection,
    deed: Doing,
    *,
    feature: Annotated[str, Says("哪一项", options=options.features)],
    groups: Annotated[
        str,
        Says(
            "分成哪些组",
            hint="一行一组，每组不超过30个字；组要少，不能看出是谁",
            words=True,
            plain=True,
            most=1000,
        ),
    ],
) -> None:
    """设定分组

    The bureau names the groups of one feature; candidates whose group is gone have to be grouped anew.
    """
    named = list(dict.fromkeys(line.strip() for line in groups.splitlines() if line.strip()))
    if not named or len(named) > 40 or any(len(group) > 30 or "=" in group for group in named):
        deed.refuse("bad_groups", "一行写一组，最多40组，每组不超过30个字，不用等号。", beside="groups")
    selection.groups = {**selection.groups, feature: named}
    changed = list(selection.candidates.all())
    for each in changed:
        if each.groups.get(feature) not in named:
            each.groups[feature] = UNKNOWN
    Candidate.objects.bulk_update(changed, ["groups"], batch_size=500)
    selection.ranges.filter(feature=feature).exclude(group__in=named).delete()


@act(on=Selection, when=[_State.PREPARING], by=Role.RECRUITER, at="level.recruiting", under=_LAW)
def correct_groups(
    selection: Selection,
    deed: Doing,
    *,
    changes: Annotated[list[str], Says("更正", hint="编号:项=组", secret="words", most=80)],
) -> None:
    """更正分组

    What was read off an application is corrected by an officer: ``NUMBER:profession=法律``.
    """
    candidates = {each.number: each for each in selection.candidates.all()}
    touched = dict[str, Candidate]()
    for change in changes:
        number, _, rest = change.partition(":")
        feature, _, group = rest.partition("=")
        if number not in candidates or group not in selection.groups.get(feature, ()):
            deed.refuse("no_such_group", "没有这名候选人，或者没有这一组，请刷新后再改。", beside="changes")
        candidates[number].groups[feature] = group
        touched[number] = candidates[number]
    Candidate.objects.bulk_update(touched.values(), ["groups"], batch_size=500)
    deed.note(corrected=len(touched))


@act(on=Selection, when=[_State.PREPARING], by=Role.RECRUITER, at="level.recruiting", under=_LAW)
def set_criteria(
    selection: Selection,
    deed: Doing,
    *,
    names: Annotated[list[str], Says("评分项目", plain=True, most=30)],
    weights: Annotated[list[int], Says("权重")],
    mosts: Annotated[list[int], Says("满分")],
) -> None:
    """设定评分项目

    What reviewers score, each with its weight and its most points; the bureau's own choice.
    """
    if not names or not len(names) == len(weights) == len(mosts):
        deed.refuse("criteria_incomplete", "每个评分项目都要有名称、权重和满分。", beside="names")
    if len(names) > 12 or len(set(names)) < len(names):
        deed.refuse("criteria_twice", "评分项目最多12项，名称不能重复。", beside="names")
    if not all(1 <= number <= 100 for number in (*weights, *mosts)):
        deed.refuse("criteria_out_of_range", "权重和满分都是1到100的整数。", beside="weights")
    selection.criteria.all().delete()
    Score.objects.filter(reviewer__selection=selection).delete()
    for name, weight, most in zip(names, weights, mosts, strict=True):
        Criterion(selection=selection, name=name, weight=weight, most=most).save()


@act(on=Selection, when=[_State.PREPARING], by=Role.DECIDER, at="level.recruiting", under=_LAW)
def appoint_reviewers(
    selection: Selection,
    deed: Doing,
    *,
    reviewers: Annotated[list[str], Says("评审人员", options=options.colleagues, people=True)],
) -> None:
    """指定评审人员

    Named people of the bureau who score independently of one another.
    """
    if not reviewers or len(set(reviewers)) > 15:
        deed.refuse("how_many_reviewers", "评审人员至少1人，最多15人。", beside="reviewers")
    selection.reviewers.all().delete()
    for user in sorted(set(reviewers), key=int):
        Reviewer(selection=selection, user_id=int(user)).save()


@act(
    on=Selection,
    moves={_State.PROPOSED: _State.SCORING},
    when=[_State.PREPARING, _State.SCORING],
    by=Role.RECRUITER,
    at="level.recruiting",
    under=_LAW,
)
def set_ranges(
    selection: Selection,
    deed: Doing,
    *,
    ranges: Annotated[
        list[str] | None, Says("各组人数范围", hint="项=组=最少-最多", plain=True, most=80)
    ] = None,
    reason: Annotated[
        str, Says("改动的理由", hint="开始评分以后再改的，要写明理由", words=True, most=1000)
    ] = "",
) -> None:
    """设定人数范围

    How many of a group at least and at most: for balance, and as caps on people of supervised institutions and of the
    bureau. Once scoring has begun a change takes a reason, and a proposal that stood on them is void.
    """
    if selection.state != _State.PREPARING and not reason.strip():
        deed.refuse("why_change", "评分已经开始，改动范围请写明理由。", beside="reason")
    made = [_range(deed, selection, text) for text in ranges or ()]
    if len({(each.feature, each.group) for each in made}) < len(made):
        deed.refuse("range_twice", "同一组只能有一个范围。", beside="ranges")
    selection.ranges.all().delete()
    for each in made:
        each.save()
    pool.forget_proposal(selection)


def _range(deed: Doing, selection: Selection, text: str) -> Range:
    feature, _, rest = text.partition("=")
    group, _, ends = rest.partition("=")
    try:
        least, most = rules.read_range(ends)
    except ValueError:
        deed.refuse("bad_range", f"“{group}”的范围请填整数。", beside="ranges")
    name = f"“{FEATURES.get(feature, feature)}：{group}”"
    if group not in selection.groups.get(feature, ()):
        deed.refuse("no_such_group", f"没有{name}这一组。", beside="ranges")
    if most is not None and most < least:
        deed.refuse("upside_down", f"{name}最多的人数不能少于最少的人数。", beside="ranges")
    if least > selection.places:
        deed.refuse(
            "more_than_places", f"{name}至少{least}人，比拟聘的{selection.places}人还多。", beside="ranges"
        )
    return Range(selection=selection, feature=feature, group=group, least=least, most=most)


@act(
    on=Selection,
    moves={_State.PREPARING: _State.SCORING},
    by=Role.DECIDER,
    at="level.recruiting",
    under=_LAW,
    grave=True,
    tells="开始以后，候选人、分组、评分项目和评审人员都不能再改；抽签种子的哈希（或者将采用哪个公开随机数）现在就公布在卷里。",
)
def open_scoring(
    selection: Selection,
    deed: Doing,
    *,
    seed_source: Annotated[str, Says("抽签种子", options=options.seeds)] = Selection.Seed.COMMITTED,
    seed_says: Annotated[
        str,
        Says("哪个公开随机数", hint="采用公开随机数的填写：如某日某期彩票的开奖号码", plain=True, most=200),
    ] = "",
) -> None:
    """开始评分

    Everything is settled that scores must not sway, the seed of the draw before all: its hash goes on the record now.
    """
    for says in _missing(selection):
        deed.refuse("not_prepared", says)
    if why := explained(selection):
        deed.refuse("impossible", " ".join(why))
    selection.seed_source, selection.seed_says = seed_source, seed_says
    if seed_source == Selection.Seed.PUBLIC and not seed_says:
        deed.refuse("which_number", "请写明将采用哪个公开随机数，一旦开始就不能换。", beside="seed_says")
    if seed_source == Selection.Seed.COMMITTED:
        secret = token_hex(32)
        deed.keep(selection, {"selection_seed": secret})
        selection.commitment, selection.seed_says = sealing.commit(secret), ""
    deed.note(commitment=selection.commitment, candidates=selection.candidates.count())


def _missing(selection: Selection) -> Iterable[str]:
    """What has to be there before anybody scores, one sentence each."""
    number = selection.candidates.count()
    if number < selection.places:
        yield f"候选人只有{number}人，少于拟聘的{selection.places}人。"
    scored = selection.way == Selection.Way.BEST or selection.line > 0
    if scored and not selection.criteria.exists():
        yield "还没有设定评分项目。"
    if selection.criteria.exists() and not selection.reviewers.exists():
        yield "还没有指定评审人员。"
    limited = {each.feature for each in selection.ranges.all()}
    unknown = {
        feature
        for each in task_now(selection).people
        for feature in limited
        if each.groups.get(feature) == UNKNOWN
    }
    if unknown:
        yield f"还有候选人的“{'、'.join(FEATURES[each] for each in FEATURES if each in unknown)}”没有归类，请先更正分组。"


@act(
    on=Selection,
    moves=dict.fromkeys((_State.PREPARING, _State.SCORING, _State.PROPOSED), _State.DROPPED),
    by=Role.DECIDER,
    at="level.recruiting",
    grave=True,
    tells="这次择优到此为止，候选人回到审核通过，可以另行择优。",
)
def drop_selection(
    selection: Selection, deed: Doing, *, reason: Annotated[str, Says("原因", words=True, most=1000)]
) -> None:
    """作罢

    The selection ends without a result; its candidates are free again.
    """
    pool.forget_proposal(selection)
