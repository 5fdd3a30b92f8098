"""A round is planned and its institutions drawn: the seed is fixed before anybody can know what it draws."""

from datetime import date
from secrets import token_hex
from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.institutions.queries import Institution, named
from zhongdu.rounds import options, rules
from zhongdu.rounds.models import Drawing, Going, Round, Stop
from zhongdu.rounds.queries import risk_of, seed_kept
from zhongdu.scope.roles import Role

OFFICERS = (Role.CASE_OFFICER, Role.LIAISON)
State, How, Seed = Round.State, Round.How, Round.Seed
LAW = ["visit.organised", "work.kind.assigned", "work.assigning"]
_MOST_EACH = 4


@act(
    on=Office,
    creates=Round,
    by=OFFICERS,
    under=LAW,
    tells="先定下看哪类机构、怎样抽、每家去几人。怎样抽、风险怎样算，是本局的做法，办法没有规定。",
)
def open_round(
    office: Office,
    deed: Doing,
    *,
    title: Annotated[str, Says("名称", hint="如：第四季度定点零售药店巡查", plain=True, most=120)],
    kinds: Annotated[list[str], Says("看哪类机构", options=options.kinds)],
    way: Annotated[
        str, Says("方式", hint="暗访的，结束以前只有您和局负责人看得到这次计划。", options=options.ways)
    ],
    how: Annotated[str, Says("怎样抽", options=options.hows)],
    wanted: Annotated[int | None, Says("抽几家", hint=f"全部都看的不用填；最多{rules.MOST}家")] = None,
    each: Annotated[int, Says("每家去几人", hint="结对去的填2")] = 2,
    due: Annotated[date, Says("完成期限")],
    pharmacy_list: Annotated[str, Says("看药店按哪张清单", options=options.pharmacy_lists)] = "",
    medical_list: Annotated[str, Says("看医疗机构按哪张清单", options=options.medical_lists)] = "",
    seed: Annotated[
        str,
        Says(
            "抽取的种子",
            hint="种子定下抽到谁；先公布哈希或者先说定用哪个公开数，谁也做不了手脚",
            options=options.seeds,
        ),
    ] = Seed.COMMITTED,
    seed_says: Annotated[
        str, Says("哪个公开随机数", hint="用公开随机数的填，如：某日某彩种开奖号码", plain=True, most=200)
    ] = "",
) -> Round:
    """组织一次巡查

    A round is planned: which institutions, how they are drawn, how many go to each, by which lists and until when.
    """
    if due < deed.on:
        deed.refuse("due_in_the_past", "完成期限不能早于今天。", beside="due")
    if not 1 <= each <= _MOST_EACH:
        deed.refuse("how_many_each", f"每家去1到{_MOST_EACH}人。", beside="each")
    if how != How.ALL and not 1 <= (wanted or 0) <= rules.MOST:
        deed.refuse("how_many", f"请填写抽几家，1到{rules.MOST}。", beside="wanted")
    if seed == Seed.PUBLIC and not seed_says:
        deed.refuse("which_seed", "请先说定用哪个公开随机数。", beside="seed_says")
    made = deed.open(
        Round, office.bureau, State.PLANNED, title=title, kinds=sorted(set(kinds)), way=way, how=how,
        wanted=None if how == How.ALL else wanted, each=each, due=due, opened_by=deed.by.user_id,
        checklists=_lists(kinds, pharmacy_list, medical_list, deed), seed_source=seed, seed_says=seed_says,
    )  # fmt: skip
    if seed == Seed.COMMITTED:
        secret = token_hex(32)
        deed.keep(made, {"round_seed": secret})
        made.commitment = rules.commit(secret)
        made.save(update_fields=["commitment"])
        deed.note(commitment=made.commitment)
    if told := deed.law.find(f"visit.way.{way}"):
        deed.cite(told)
    return made


def _lists(kinds: list[str], pharmacy: str, medical: str, deed: Doing) -> dict[str, str]:
    given = {
        Institution.Kind.PHARMACY: (pharmacy, "pharmacy_list"),
        Institution.Kind.MEDICAL: (medical, "medical_list"),
    }
    for kind in kinds:
        name, field = given[Institution.Kind(kind)]
        if not name:
            deed.refuse("which_list", f"请选看{Institution.Kind(kind).label}用的清单。", beside=field)
    return {kind: given[Institution.Kind(kind)][0] for kind in kinds}


@act(
    on=Round,
    moves={State.PLANNED: State.DRAWN, State.DRAWN: State.DRAWN, State.PAIRED: State.DRAWN},
    by=OFFICERS,
    under="visit.organised",
    tells="加几分只用来排风险，机会均等的抽取不看分数。抽取的数据、种子和结果都留痕，谁都可以照着重算；重抽要写明理由，前一次的结果不会抹掉。",
)
def draw_institutions(
    matter: Round,
    deed: Doing,
    *,
    public_seed: Annotated[
        str, Says("公开随机数", hint="说定用公开随机数的，在这里填", plain=True, most=200)
    ] = "",
    proved: Annotated[int, Says("查实的线索，每条加几分")] = rules.Weights.proved,
    filed: Annotated[int, Says("待办的线索，每条加几分")] = rules.Weights.filed,
    trouble: Annotated[int, Says("上次巡查发现问题，加几分")] = rules.Weights.trouble,
    never: Annotated[int, Says("从来没有看过，加几分")] = rules.Weights.never,
    long_ago: Annotated[int, Says("一年多没有看过，加几分")] = rules.Weights.long_ago,
    words: Annotated[str, Says("重抽的理由", hint="第一次抽不用填", words=True, most=500)] = "",
) -> None:
    """抽取机构

    The institutions are drawn from the seed; a second drawing takes a reason and a new seed, and both stay on the record.
    """
    weights = rules.Weights(proved, filed, trouble, never, long_ago)
    if not all(0 <= number <= 20 for number in (proved, filed, trouble, never, long_ago)):
        deed.refuse("weights", "每项加的分是0到20的整数。", beside="proved")
    again = matter.drawings.count()
    if again and not words.strip():
        deed.refuse("why_again", "已经抽过一次，重抽请写明理由。", beside="words")
    seed, commitment = _seed(matter, again, public_seed, deed)
    risk, why = risk_of(matter, deed.by, deed.on, weights)
    file = rules.file_of(matter.how, risk, seed, commitment, matter.wanted)
    if not file["drawn"]:
        deed.refuse("nothing_to_draw", "辖区里没有这类机构，先导入机构名单。")
    if len(file["drawn"]) > rules.MOST:
        deed.refuse(
            "too_many", f"一次最多{rules.MOST}家，现在有{len(file['drawn'])}家，请改为抽取或者分几次组织。"
        )
    Drawing(
        round=matter,
        number=again + 1,
        file=file,
        signs={code: why[code] for code in file["drawn"] if code in why},
    ).save()
    _replace_stops(matter, file)
    deed.note(
        drawing=again + 1, seed=seed, inputs_sm3=file["inputs_sm3"], drawn=len(file["drawn"]), of=len(risk)
    )


def _seed(matter: Round, again: int, typed: str, deed: Doing) -> tuple[str, str]:
    """The seed of a drawing, and what was published of it before; a further one is the machine's, and new."""
    if again:
        return token_hex(32), ""
    if matter.seed_source == Seed.COMMITTED:
        return seed_kept(matter), matter.commitment
    if not typed.strip():
        deed.refuse("no_seed", f"请填写公开随机数（{matter.seed_says}）。", beside="public_seed")
    return typed.strip(), ""


def _replace_stops(matter: Round, file: dict) -> None:
    Going.objects.filter(stop__round=matter).delete()
    matter.stops.all().delete()
    drawn, risk = file["drawn"], file["inputs"]["risk"]
    found = {each.code: each for each in Institution.objects.filter(code__in=drawn)}
    Stop.objects.bulk_create(
        [
            Stop(round=matter, institution=found[code], place=place, points=risk[code])
            for place, code in enumerate(drawn, start=1)
        ],
        batch_size=500,
    )


@act(on=Round, moves={State.PAIRED: State.DRAWN}, when=[State.DRAWN], by=OFFICERS, under="visit.organised")
def add_stop(
    matter: Round,
    deed: Doing,
    *,
    institution: Annotated[str, Says("加看哪家", hint="名称或医保机构代码", plain=True, most=120)],
    words: Annotated[str, Says("理由", words=True, most=500)],
) -> None:
    """加一家

    An institution is added by name and with a reason: it was not drawn, and the record says so.
    """
    found = [each for each in named(matter.bureau, institution) if each.kind in matter.kinds]
    if len(found) != 1:
        says = "没有找到这家机构，或者不是这次要看的类别。" if not found else "有几家都符合，请写代码。"
        deed.refuse("which_institution", says, beside="institution")
    if matter.stops.filter(institution=found[0]).exists():
        deed.refuse("already_there", "这家已经在名单里。", beside="institution")
    if matter.stops.count() >= rules.MOST:
        deed.refuse("too_many", f"一次最多{rules.MOST}家。", beside="institution")
    last = matter.stops.order_by("-place").values_list("place", flat=True).first() or 0
    Stop(round=matter, institution=found[0], place=last + 1, added=True).save()


@act(on=Round, when=[State.DRAWN, State.PAIRED], by=OFFICERS, under="visit.organised")
def strike_stop(
    matter: Round,
    deed: Doing,
    *,
    stop: Annotated[str, Says("去掉哪家", options=options.stops)],
    words: Annotated[str, Says("理由", hint="如：已经停业", words=True, most=500)],
) -> None:
    """去掉一家

    An institution that was drawn is not visited after all, with the reason.
    """
    found = matter.stops.get(institution__code=stop)
    if matter.stops.count() == 1:
        deed.refuse("the_last_one", "只剩这一家了；都不看的，请作罢这次巡查。", beside="stop")
    found.going.all().delete()
    found.delete()


@act(
    on=Round,
    moves=dict.fromkeys([State.PLANNED, State.DRAWN, State.PAIRED], State.DROPPED),
    by=(*OFFICERS, Role.DECIDER),
    closes=True,
    grave=True,
    tells="还没有派出任何人，作罢以后这次巡查就不办了；抽取的记录仍然留着。",
)
def drop_round(
    matter: Round, deed: Doing, *, words: Annotated[str, Says("作罢的原因", words=True, most=500)]
) -> None:
    """作罢

    A round is given up before anybody was sent.
    """
