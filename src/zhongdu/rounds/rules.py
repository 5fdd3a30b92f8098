"""Drawing institutions: by everybody's eyes repeatable from a seed. Pure: no database, no clock.

Every institution has tickets; a ticket's lot is the SM3 of ``seed:code:number``, read as text, and an institution comes
where the smallest of its lots comes. With one ticket each that is a plain draw; with more tickets for more risk an
institution is as many times as likely to come first. Anybody with the file and a program for SM3 can do it again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhongdu.law.reliance import rests_on
from zhongdu.record.chain import canonical, sm3

FORMAT = "zhongdu-round-1"
ALL, BY_RISK, PLAIN, WEIGHTED = "all", "by_risk", "plain", "weighted"
MOST = 500  # institutions of one round
_MOST_TICKETS = 100


@dataclass(frozen=True)
class Weights:
    """How many points each sign of risk counts: the bureau's own judgement, of no law."""

    proved: int = 3  # for every lead of the last year that proved true, wholly or in part
    filed: int = 1  # for every other lead of the last year that is not answered yet
    trouble: int = 2  # where the last visit found trouble
    never: int = 2  # where nobody has ever been
    long_ago: int = 1  # where the last visit is more than a year ago


@dataclass(frozen=True)
class Signs:
    """What is known of an institution that may mean risk."""

    proved: int = 0
    filed: int = 0
    trouble: bool = False
    never: bool = False
    long_ago: bool = False


def points(signs: Signs, weights: Weights) -> int:
    return (
        signs.proved * weights.proved
        + signs.filed * weights.filed
        + signs.trouble * weights.trouble
        + signs.never * weights.never
        + signs.long_ago * weights.long_ago
    )


def spoken(signs: Signs) -> str:
    """Why an institution has points, in words."""
    said = [
        f"近一年查实线索{signs.proved}条" if signs.proved else "",
        f"近一年待办线索{signs.filed}条" if signs.filed else "",
        "上次巡查发现问题" if signs.trouble else "",
        "从来没有看过" if signs.never else "",
        "一年多没有看过" if signs.long_ago else "",
    ]
    return "，".join(each for each in said if each)


def commit(seed: str) -> str:
    """What is published of a seed before it is used."""
    return sm3(seed.encode())


def tickets_of(how: str, risk: Mapping[str, int]) -> dict[str, int]:
    """``{code: tickets}``: one each, or in a weighted draw one more for every point of risk."""
    weighted = how == WEIGHTED
    return {code: min(1 + here, _MOST_TICKETS) if weighted else 1 for code, here in risk.items()}


def lots(seed: str, tickets: Mapping[str, int]) -> list[str]:
    """The codes in the order of the draw."""
    first = {
        code: min(sm3(f"{seed}:{code}:{number}".encode()) for number in range(1, held + 1))
        for code, held in tickets.items()
    }
    return sorted(first, key=lambda code: (first[code], code))


@rests_on("visit.organised")
def drawn(how: str, risk: Mapping[str, int], seed: str, number: int | None) -> list[str]:
    """The codes that are drawn, in order: all of them, those of most risk with ties by lot, or by lot alone."""
    order = lots(seed, tickets_of(how, risk))
    if how == BY_RISK:
        order.sort(key=lambda code: -risk[code])  # keeps the lots' order among equals
    return order if how == ALL or number is None else order[:number]


def file_of(
    how: str, risk: Mapping[str, int], seed: str, commitment: str, number: int | None
) -> dict[str, Any]:
    """Everything that decided a drawing, and its result."""
    inputs = {"format": FORMAT, "how": how, "risk": dict(risk), "number": number, "commitment": commitment}
    return {
        "inputs": inputs,
        "inputs_sm3": inputs_hash(inputs),
        "seed": seed,
        "drawn": drawn(how, risk, seed, number),
    }


def inputs_hash(inputs: Mapping[str, Any]) -> str:
    return sm3(canonical(inputs).encode())


def differences(file: Mapping[str, Any]) -> Iterator[str]:
    """Where a drawing's file does not follow from itself, one sentence each; nothing when it does."""
    inputs, seed = file["inputs"], file["seed"]
    if inputs_hash(inputs) != file["inputs_sm3"]:
        yield "抽取数据的SM3不对。"
    if inputs["commitment"] and commit(seed) != inputs["commitment"]:
        yield "种子不对：它的SM3与抽取以前公布的不一致。"
    should: Sequence[str] = drawn(inputs["how"], inputs["risk"], seed, inputs["number"])
    for place, (told, right) in enumerate(zip(file["drawn"], should, strict=False), start=1):
        if told != right:
            yield f"第{place}家不对：文件写的是{told}，算出来是{right}。"
            return
    if len(file["drawn"]) != len(should):
        yield f"家数不对：文件写了{len(file['drawn'])}家，算出来是{len(should)}家。"
