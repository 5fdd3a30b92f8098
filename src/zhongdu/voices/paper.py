"""The digest on paper: figures by theme, what was adopted and what became of it, opinions without names."""

from typing import Any

from zhongdu import papers
from zhongdu.calendar import clock
from zhongdu.kit.matters import band
from zhongdu.law.governing import governing
from zhongdu.law.reliance import rests_on
from zhongdu.papers import word
from zhongdu.voices import themes
from zhongdu.voices.digesting import figures_of, texts_of
from zhongdu.voices.models import Digest, Opinion
from zhongdu.voices.rules import NO_THEME, Figures


def pdf_of(digest: Digest) -> bytes:
    return papers.render("notice", printed(digest), title=digest.title)


def word_of(digest: Digest) -> bytes:
    return word.notice(printed(digest))


@rests_on("suggestion.gathering", kind="paper")
def printed(digest: Digest) -> dict[str, Any]:
    """All that stands on it: nothing says who spoke."""
    on = digest.finished_on or clock.today()
    law = governing(digest.bureau, on)
    figures, texts = figures_of(digest), texts_of(digest)
    draft = "" if digest.finished_on else "（征求意见用的草稿，数字截至编印之日。）"
    return {
        "dated": on,
        "title": digest.title,
        "body": [
            f"{draft}{_day(digest.since)}至{_day(digest.until)}，{digest.bureau.name}共收到意见建议{figures.whole.brought}条，"
            f"{_sentence(figures)}",
            {"heading": 1, "text": "一、各类意见"},
            {"table": _by_theme(figures, called(digest, figures))},
            {"heading": 1, "text": "二、采纳的意见和落实情况"},
            *_listed(texts["taken"], "这段时间没有写了摘要的采纳意见。"),
            {"heading": 1, "text": "三、还没有答复的意见"},
            _unanswered(figures),
            {"heading": 1, "text": "四、选用的意见"},
            *_listed(texts["chosen"], "没有选用意见。"),
        ],
        "issuer": digest.bureau.name,
        "issued": on,
        "note": "摘要由工作人员整理，不含提意见的人的身份。一条意见属于几类的，各类都计。",
        "demonstration": band(law) or None,
    }


def called(digest: Digest, figures: Figures) -> dict[str, str]:
    """What the themes of some figures are called."""
    law = governing(digest.bureau, digest.finished_on or digest.until)
    names = themes.labels(digest.bureau, law, {line.theme for line in figures.themes} - {NO_THEME})
    return names | {NO_THEME: "没有归类"}


def _sentence(figures: Figures) -> str:
    """The whole in one sentence."""
    whole = figures.whole
    if not whole.brought:
        return "没有要汇总的意见。"
    spoken = [
        f"{Opinion.Speaker(speaker).label}{count}条"
        for speaker, count in sorted(figures.speakers.items(), key=lambda pair: -pair[1])
    ]
    decided = [
        f"{Opinion.Outcome(outcome).label}{count}条" for outcome, count in sorted(figures.outcomes.items())
    ]
    answered = f"已答复{whole.answered}条" + (f"（{'、'.join(decided)}）" if decided else "")
    slowest = f"，答复最久的用了{figures.slowest}天" if whole.answered else ""
    return f"其中{'、'.join(spoken)}。{answered}{slowest}；采纳的意见已落实{whole.carried_out}条；还没有答复{whole.waiting}条。"


def _by_theme(figures: Figures, names: dict[str, str]) -> dict[str, Any]:
    rows = [
        [names[line.theme], str(line.brought), str(line.answered), str(line.taken), str(line.carried_out), str(line.waiting)]
        for line in figures.themes
    ]  # fmt: skip
    return {
        "columns": ["类别", "收到", "已答复", "采纳", "已落实", "未答复"],
        "widths": [3, 1, 1, 1, 1, 1],
        "rows": rows or [["—"] * 6],
    }


def _listed(texts: list[dict[str, str]], nothing: str) -> list[str]:
    return [
        f"{at}．{_ended(each['gist'])}（{each['became']}）" for at, each in enumerate(texts, start=1)
    ] or [nothing]


def _ended(gist: str) -> str:
    line = " ".join(gist.split())
    return line if line.endswith(("。", "！", "？")) else f"{line}。"


def _unanswered(figures: Figures) -> str:
    if not figures.whole.waiting:
        return "收到的意见都已经答复。"
    return f"还有{figures.whole.waiting}条没有答复，等得最久的已经等了{figures.longest}天。"


def _day(day: Any) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
