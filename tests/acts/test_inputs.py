"""What an act asks for: limits every database keeps, and nothing personal on the record by accident."""

from datetime import date, datetime
from typing import Annotated, Any

import pytest

from zhongdu.acts.inputs import Inputs, Says, Upload
from zhongdu.acts.performing import Doing, perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.models import Office
from zhongdu.calendar.clock import CHINA
from zhongdu.record.models import Event
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role

COLOURS = [("r", "红"), ("g", "绿"), ("same", "same")]


def sample(
    office: Any,
    deed: Any,
    *,
    day: Annotated[date | None, Says("日期")] = None,
    moment: Annotated[datetime | None, Says("时刻")] = None,
    n: Annotated[int | None, Says("数")] = None,
    sure: Annotated[bool, Says("确定")] = False,
    code: Annotated[str, Says("代码", plain=True, most=5)] = "",
    words: Annotated[str, Says("文字")] = "",
    answers: Annotated[dict[str, str] | None, Says("答题")] = None,
    colours: Annotated[list[str] | None, Says("颜色", options=lambda office, law: COLOURS)] = None,
    marks: Annotated[
        list[str] | None, Says("标注", options=lambda office, law: COLOURS, secret="words")
    ] = None,
    friend: Annotated[str, Says("朋友", options=lambda office, law: [("7", "示例某某")], people=True)] = "",
    file: Annotated[Upload | None, Says("文件")] = None,
) -> None:
    """示例"""


INPUTS = Inputs.of(sample)


def check(**values: Any) -> Any:
    return INPUTS.check(values, None, None)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("n", 2**31, "不能大于 2147483647。"),
        ("n", -(2**31), "不能小于 -2147483647。"),
        ("n", "x", "请填整数。"),
        ("code", "123456", "太长了，最多 5 个字。"),
        ("code", "a\x00", "有不能保存的字符，请重新填写。"),
        ("words", "a\x00b", "有不能保存的字符，请重新填写。"),
        ("words", "字" * 10_001, "太长了，最多 10000 个字。"),
        ("colours", ["r"] * 501, "太多了，最多 500 项。"),
        ("colours", ["b"], "请从给出的选项里选。"),
        ("answers", {"q": "字" * 10_001}, "太长了，最多 10000 个字。"),
        ("answers", {str(n): "" for n in range(501)}, "太多了，最多 500 项。"),
        ("friend", "8", "请从给出的选项里选。"),
        ("day", "昨天", "请填日期，如 2026-01-31。"),
        ("moment", "昨天", "请填日期和时间。"),
        ("nothing", "1", "没有这一项。"),
    ],
)
def test_what_no_database_would_keep_gets_a_sentence(name: str, value: Any, says: str) -> None:
    with pytest.raises(Refused) as refused:
        check(**{name: value})
    assert refused.value.fields == {name: says}


def test_only_what_can_tell_of_nobody_stands_on_the_record() -> None:
    """A new type of input is kept in the vault until somebody says that it is plain."""
    given = check(
        day="2026-01-31", n=0, sure=True, code="A1", words="示例某某说", answers={"q": "示例某某"}, colours=["r", "r", "same"],
        marks=["g"], friend="7",
    )  # fmt: skip
    assert given.public() == {
        "day": "2026-01-31", "n": 0, "sure": True, "code": "A1", "colours": ["r", "same"], "friend": "7",
    }  # fmt: skip
    assert {name for name, _, _ in given.secret()} == {"words", "answers", "marks"}
    assert given.labels == {"r": "红"}, "neither a person's name, nor what was marked in confidence"


def test_a_moment_without_a_zone_is_one_in_china() -> None:
    assert check(moment="2026-01-31T10:00").values["moment"] == datetime(2026, 1, 31, 10, tzinfo=CHINA)


def test_options_are_asked_for_once() -> None:
    asked = []

    def choosing(
        office: Any,
        deed: Any,
        *,
        one: Annotated[str, Says("一个", options=lambda office, law: asked.append(1) or COLOURS)],
    ) -> None:
        """选"""

    assert Inputs.of(choosing).check({"one": "r"}, None, None).labels == {"r": "红"}
    assert len(asked) == 1


@pytest.mark.parametrize("name", ["key", "seen", "state", "labels", "vault", "opened"])
def test_an_input_cannot_take_a_name_the_kernel_uses(name: str) -> None:
    space: dict[str, Any] = {"Annotated": Annotated, "Says": Says}
    exec(f"def taken(office, deed, *, {name}: Annotated[str, Says('x')]) -> None: '''x'''", space)
    with pytest.raises(TypeError, match=name):
        Inputs.of(space["taken"])


def test_labels_are_those_of_the_moment_of_choosing(beijing: Any, declare: Any) -> None:
    """An act may change what there is to choose from; the record tells what was chosen."""
    left = [("a", "甲"), ("b", "乙")]

    @declare(on=Office, by=Role.DECIDER)
    def take(
        office: Office, deed: Doing, *, which: Annotated[str, Says("哪个", options=lambda office, law: left)]
    ) -> None:
        """取走"""
        left.remove(("a", "甲"))

    perform(take, beijing.office, beijing.officer(Role.DECIDER), which="a")
    assert Event.objects.latest("pk").data["labels"] == {"a": "甲"}


def test_two_values_under_one_name_would_leave_one_unfixed(beijing: Any, declare: Any) -> None:
    @declare(on=Office, by=Role.DECIDER)
    def write_twice(office: Office, deed: Doing, *, words: Annotated[str, Says("话")]) -> None:
        """写两遍"""
        deed.keep(office, {"words": "另一句"})

    with pytest.raises(TypeError, match="words"):
        perform(write_twice, beijing.office, beijing.officer(Role.DECIDER), words="一句")
    assert list(breaks()) == []
