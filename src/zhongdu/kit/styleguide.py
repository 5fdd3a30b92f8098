"""Every component with realistic content, in both sizes of type. Declared only while developing.

The people and the county are made up (示例); clauses are cited without a page, as no measure is called ``sample``.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from zhongdu.kit.forms import Day, FilesField, Form, TwoWay, Upload, Uploads
from zhongdu.kit.lists import Choice, Filters, Text
from zhongdu.kit.lists import Page as Rows
from zhongdu.kit.pages import page
from zhongdu.kit.parts import Chip, Entry, Fact, Offer, Step, Tab

TODAY = date(2026, 9, 29)
MORNING = datetime(2026, 9, 29, 1, 12, tzinfo=UTC)


class Application(Form):
    """The fields a form may have, each with what it may carry."""

    name = forms.CharField(label="姓名", help_text="与身份证一致")
    id_number = forms.CharField(label="身份证号", help_text="只用于核对身份，加密保存")
    born = forms.DateField(label="出生日期", widget=Day)
    occupation = forms.ChoiceField(
        label="身份类别",
        choices=[("", "请选择"), ("deputy", "人大代表"), ("press", "新闻工作者"), ("resident", "参保群众")],
    )
    knows = forms.MultipleChoiceField(
        label="熟悉的领域",
        choices=[("medicine", "医药"), ("law", "法律"), ("accounting", "财会")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(label="报名理由", widget=forms.Textarea, required=False)
    photo = forms.FileField(
        label="近期免冠照片", widget=Upload(accept="image/jpeg,image/png"), required=False
    )
    promise = forms.BooleanField(label="以上内容真实，愿意接受核实")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occupation"].clause = "sample:5.2"  # type: ignore[attr-defined]

    def clean_id_number(self) -> str:
        raise ValidationError("校验位不对，请核对第18位。")


class Checklist(Form):
    displayed = forms.ChoiceField(
        label="是否在醒目位置公示医保药品价格？", choices=[("yes", "是"), ("no", "否")], widget=TwoWay
    )
    swapped = forms.ChoiceField(
        label="是否发现用医保基金购买生活用品？",
        help_text="例如把米、面、油、洗衣液记成药品",
        choices=[("none", "未发现"), ("found", "发现"), ("unsure", "说不准")],
        widget=TwoWay,
    )
    photos = FilesField(label="现场照片", widget=Uploads(camera=True), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["swapped"].clause = "sample:7.2.2"  # type: ignore[attr-defined]


NAV = {
    "desk": [
        ("今天要办", "list-check", 7),
        ("招募", "users", 0),
        ("监督员", "id-badge-2", 0),
        ("巡查", "map-pin-check", 0),
        ("线索", "bulb", 3),
        ("履职看板", "shield-check", 0),
        ("机构名录", "building-hospital", 0),
        ("办法与条款", "scale", 0),
    ],
    "phone": [("今天", "home", 2), ("巡查", "map-pin-check", 0), ("线索", "bulb", 1), ("我的", "user", 0)],
    "public": [
        ("首页", "home", 0),
        ("招募公告", "bell", 0),
        ("公示", "clipboard-list", 0),
        ("监督员名单", "users", 0),
        ("举报", "flag", 0),
        ("法规", "scale", 0),
    ],
}


def surroundings(face: str, current: int) -> dict[str, Any]:
    """What ``web/context.py`` would supply on a real page."""
    nav = [
        {"label": label, "url": "#", "icon": icon, "current": place == current, "count": count}
        for place, (label, icon, count) in enumerate(NAV[face])
    ]
    links = ["医疗保障基金使用监督管理条例", "社会监督员管理办法"]
    return {
        "nav": nav,
        "bureau": "示例县医疗保障局",
        "role": "线索办理" if face == "desk" else "",
        "person": "" if face == "public" else "张示例",
        "demonstration": True,
        "law_links": [{"label": label, "url": "#"} for label in links],
    }


def samples() -> dict[str, Any]:
    """One realistic value for each component."""
    return {
        "today": TODAY,
        "days": {
            "late": TODAY - timedelta(days=2),
            "today": TODAY,
            "soon": TODAY + timedelta(days=3),
            "far": TODAY + timedelta(days=20),
        },
        "strengths": ["must", "must_not", "normally", "may", "prefer", "aim"],
        "chips": [
            Chip("草稿", "quiet"),
            Chip("待受理"),
            Chip("受理中", "info"),
            Chip("已答复", "good"),
            Chip("等待说明", "warn"),
            Chip("已退回", "bad"),
        ],
        "facts": [
            Fact("被反映机构", "示例县惠民大药房（模拟）"),
            Fact("时间地点", "2026年9月28日下午 · 东街店"),
            Fact("事件", "店员把两桶食用油记成“中药饮片”，用个人账户刷卡结算，顾客离店时没有拿到小票。"),
            Fact("类别", "串换药品、耗材、诊疗项目", clause="sample:7.2.2"),
            Fact("反映人", "监督员 王**", masked=True, reveal_url="#"),
            Fact("联系电话", "138****2468", masked=True, reveal_url="#"),
            Fact("补充说明", ""),
        ],
        "entries": [
            Entry(
                MORNING + timedelta(minutes=113),
                "李示例 · 线索办理",
                "请机构说明",
                "请该店于3个工作日内书面说明。",
                tone="warn",
            ),
            Entry(
                MORNING + timedelta(minutes=28),
                "李示例 · 线索办理",
                "受理",
                "材料齐全，予以受理。",
                ("sample:10",),
                (("受理前", "待受理"), ("受理后", "受理中"), ("经办人", "李示例")),
                "good",
            ),
            Entry(
                MORNING, "监督员（身份封存）", "报送线索", "照片2张、录音1段。", ("sample:7.2.2", "sample:9")
            ),
        ],
        "offers": [
            Offer("反馈处理结果", "#", "告诉反映人查实了什么、怎么处理", ("sample:10",), "must", main=True),
            Offer("说明暂不能办的原因", "#", "还需要时间时，先说明情况"),
            Offer("转为检查", "#", "由两名执法人员现场核实", ("sample:22",), "may"),
            Offer("移送其他部门", "#", refusal="请先写明核实情况，再移送。"),
        ],
        "steps": [
            Step("报名", "done", "9月1日"),
            Step("审核", "done", "9月20日"),
            Step("公示", "now", "至10月12日"),
            Step("聘任", "ahead"),
        ],
        "tabs": [
            Tab("待办", "#", True, 3),
            Tab("办理中", "#", count=5),
            Tab("已办结", "#"),
            Tab("全部", "#"),
        ],
    }


def leads() -> Rows[Any]:
    states = [Chip("受理中", "info"), Chip("待受理"), Chip("等待说明", "warn"), Chip("已答复", "good")]
    rows = [
        {
            "number": number,
            "title": title,
            "state": states[place],
            "due": TODAY + timedelta(days=left) if left is not None else None,
            "opened": MORNING - timedelta(days=place),
        }
        for place, (number, title, left) in enumerate(
            [
                ("K7Q4-93TX", "惠民大药房串换项目", 0),
                ("M2WD-51HC", "城南诊所虚记理疗次数", 2),
                ("R9FA-77PN", "住院期间重复收费", 8),
                ("T3BV-08LE", "药品进销存不符", None),
            ]
        )
    ]
    return Rows(rows, next="next", previous=None)


def filters(request: HttpRequest) -> Filters:
    states = [("open", "办理中"), ("answered", "已答复")]
    return Filters.read(
        request, Choice("state", "状态", states), Text("q", "查找", ["number"], hint="编号或机构名称")
    )


@page(face="any", path="styleguide/", name="styleguide", may="public", methods=("GET",))
def styleguide(request: HttpRequest) -> HttpResponse:
    wrong = Application({"name": "王示例", "id_number": "11010519491231002", "occupation": "press"})
    context = {
        **surroundings("public", 0),
        **samples(),
        "wrong": wrong,
        "checklist": Checklist(prefix="check"),
        "leads": leads(),
        "filters": filters(request),
        "saved_at": timezone.now(),
    }
    return render(request, "kit/styleguide/all.html", context)


@page(face="any", path="styleguide/public/", name="styleguide_public", may="public", methods=("GET",))
def public(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/styleguide/public.html", {**surroundings("public", 0), **samples()})


@page(face="any", path="styleguide/phone/", name="styleguide_phone", may="public", methods=("GET",))
def phone(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/styleguide/phone.html", {**surroundings("phone", 0), **samples()})


@page(face="any", path="styleguide/visit/", name="styleguide_visit", may="public")
def visit(request: HttpRequest) -> HttpResponse:
    if request.POST.get("intent") == "autosave":
        return render(request, "kit/saved.html", {"saved_at": timezone.now()})
    context = {**surroundings("phone", 1), "checklist": Checklist(prefix="check")}
    return render(request, "kit/styleguide/visit.html", context)


@page(face="any", path="styleguide/desk/", name="styleguide_desk", may="public", methods=("GET",))
def desk(request: HttpRequest) -> HttpResponse:
    messages.success(request, "已受理线索 K7Q4-93TX。")
    return render(request, "kit/styleguide/desk.html", {**surroundings("desk", 4), **samples()})


@page(face="any", path="styleguide/list/", name="styleguide_list", may="public", methods=("GET",))
def listing(request: HttpRequest) -> HttpResponse:
    context = {**surroundings("desk", 4), **samples(), "leads": leads(), "filters": filters(request)}
    return render(request, "kit/styleguide/list.html", context)
