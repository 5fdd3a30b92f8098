"""How a bureau numbers its letters and badges. No measure says: it is the bureau's own way, under the platform's where it has none."""

from typing import Annotated

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.bureaus.queries import Office
from zhongdu.roster.models import Numbering
from zhongdu.roster.rules import LONGEST_NUMBER, Style, wrong_style
from zhongdu.scope.roles import Role


@act(
    on=Office,
    by=Role.DECIDER,
    at="level.recruiting",
    tells="办法没有规定编号怎样写，这是本局自己的做法。以后发的聘书、证件照新样式编号，已经发出的不变；已有的号会自动跳过。",
)
def set_numbering(
    office: Office,
    deed: Doing,
    *,
    kind: Annotated[str, Says("哪一种编号", options=lambda office, law: Numbering.Kind.choices)],
    pattern: Annotated[
        str,
        Says(
            "编号样式",
            hint="用{年}、{序号}表示年度和当年的序号，也可以用{代码}表示本局代码。例如：巫医监聘〔{年}〕{序号}号",
            plain=True,
            most=LONGEST_NUMBER,
        ),
    ],
    digits: Annotated[int, Says("序号至少几位", hint="不够的前面补零：4位就是0012；不补零填1")] = 4,
) -> None:
    """设定编号样式

    From now on letters, or badges, are numbered in the bureau's own style; those given out keep their numbers.
    """
    style, bureau = Style(pattern, digits), office.bureau
    if says := wrong_style(style, bureau.code):
        deed.refuse("bad_style", says, beside="digits" if "位数" in says else "pattern")
    others = Numbering.objects.filter(pattern=pattern).exclude(bureau=bureau, kind=kind)
    if others.filter(bureau=bureau).exists():
        deed.refuse("styles_alike", "聘书和证件的样式不能一样，免得认错。", beside="pattern")
    if "{代码}" not in pattern and others.filter(kind=kind).exists():
        deed.refuse("styles_alike", "别的局已在用这个样式，请加上本局的字号或{代码}。", beside="pattern")
    Numbering.objects.update_or_create(
        bureau=bureau, kind=kind, defaults={"pattern": pattern, "digits": digits}
    )
