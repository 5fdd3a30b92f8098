"""每秒能办多少个动作，与同一数据库上提交一行裸数据相比。

An act through the kernel locks its matter, checks role and scope, resolves the law, changes state, appends
to the hash chain and commits; the bare insert writes one small row and commits. Acts go round over several
dockets, as they do in an office. Rounds alternate, and the median round counts.
"""

from collections.abc import Callable
from statistics import median
from time import perf_counter

from zhongdu.acts.models import Refusal, acting
from zhongdu.acts.performing import perform
from zhongdu.bureaus.acts import publish_hotline
from zhongdu.bureaus.models import Office
from zhongdu.calendar import clock
from zhongdu.record.keeping import open_docket
from zhongdu.scope.actor import Actor, Stand
from zhongdu.scope.models import Bureau
from zhongdu.scope.roles import Role

BUREAUS, ACTS, INSERTS, ROUNDS = 20, 200, 400, 5


def measure() -> dict[str, float]:
    offices = [found_office(number) for number in range(BUREAUS)]
    inserts, acts = [], []
    for _ in range(ROUNDS):
        inserts.append(per_second(insert, INSERTS))
        acts.append(per_second(lambda turn: act(offices[turn % BUREAUS], turn), ACTS))
    return {
        "acts_per_second": round(median(acts), 1),
        "bare_inserts_per_second": round(median(inserts), 1),
        "inserts_an_act_costs": round(median(inserts) / median(acts), 2),
    }


def found_office(number: int) -> Office:
    bureau = Bureau.objects.create(
        code=f"bench-{number}", name=f"测试局{number}", level="county", since=clock.today()
    )
    with acting():
        return Office.objects.create(
            docket=open_docket(Office.kind(), bureau), bureau=bureau, state=Office.State.OPEN
        )


def act(office: Office, turn: int) -> None:
    bureau = office.bureau
    decider = Actor(posts=(Stand(Role.DECIDER, bureau.pk, bureau.path, bureau.level),))
    perform(publish_hotline, office, decider, hotline=f"12393-{turn}")


def insert(turn: int) -> None:
    Refusal.objects.create(at=clock.now(), act="bench", docket="", user_id=None, code="none")


def per_second(deed: Callable[[int], None], times: int) -> float:
    begun = perf_counter()
    for turn in range(times):
        deed(turn)
    return times / (perf_counter() - begun)
