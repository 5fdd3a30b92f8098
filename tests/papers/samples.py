"""One paper of each kind, with the people and forms that break layouts."""

import io
from copy import deepcopy
from datetime import date

from PIL import Image

DAY = date(2026, 10, 12)
TRIAL = "示范试行，不具法律效力"
VERIFY = {"label": "扫码核验", "url": "https://jiandu.example.cn/v/K7Q4-93TX-2M8P"}
RARE = "堃喆䶮㛃"
LONG = "买买提·吐尔逊·阿卜杜热合曼·艾合买提江·玉素甫"


def photo(size=(600, 800), kind="PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#8899aa").save(out, kind)
    return out.getvalue()


def cell(label, value=None, span=1, **more):
    return {"label": label, "value": value, "span": span, **more}


def question(number, text, chosen=None):
    options = [{"label": word, "chosen": at == chosen} for at, word in enumerate(("A: 存在", "B: 不存在"))]
    return {"text": f"{number}、{text}", "options": options}


PAPERS = {
    "letter": {
        "title": "聘书",
        "number": "编号：示聘〔2026〕第12号",
        "body": [
            [
                "兹聘请",
                {"strong": RARE},
                "同志为示例县医疗保障社会监督员，聘期自2026年10月12日起至2028年10月11日止。",
            ]
        ],
        "issuer": "示例县医疗保障局",
        "issued": DAY,
        "verify": VERIFY,
    },
    "badge": {
        "title": "医保社会监督员工作证",
        "photo": photo(),
        "photo_label": "照片",
        "fields": [cell("姓名", RARE), cell("编号", "SL-0031"), cell("有效期", "2026年10月—2029年10月")],
        "issuer": "示例医疗保障局",
        "verify": VERIFY,
        "notes": ["开展监督活动时应当出示本证。"],
    },
    "application": {
        "title": "示例县医疗保障社会监督员报名表",
        "columns": [2.4, 4, 2.4, 4, 3.6],
        "rows": [
            {
                "cells": [
                    cell("姓名", RARE),
                    cell("性别", "女"),
                    {"photo": photo(), "label": "照片", "rows": 3},
                ],
                "height": 13,
            },
            {"cells": [cell("出生日期", date(1980, 3, 5)), cell("民族", "土家族")], "height": 13},
            {"cells": [cell("身份证号", "500237198003050000", 3)], "height": 13},
            {"cells": [cell("家庭住址", None, 4)]},
            {"cells": [cell("主要工作\n经历", "", 4, align="left")], "height": 58},
            {
                "cells": [
                    cell(
                        "诚信\n声明",
                        ["本人承诺：", "1.所填内容真实、有效。"],
                        4,
                        sign={"label": "签字：", "date": "　年　月　日"},
                    )
                ]
            },
        ],
        "foot": "回执号：K7Q4-93TX",
        "verify": VERIFY,
    },
    "record": {
        "title": "医保社会监督员巡查情况登记表",
        "items": [
            cell("一、单位名称", "示例大药房"),
            cell("二、地点"),
            {
                "label": "四、巡检查内容",
                "questions": [question(1, "是否销售食品？", 1), question(2, "是否促销诱导？")],
            },
            {"label": "5、其他问题", "value": "收银台旁有赠品。", "wide": True},
        ],
        "sign": {"label": "巡检查人员签名：", "names": [RARE, "买买提·吐尔逊"], "date": DAY},
        "verify": VERIFY,
    },
    "notice": {
        "mark": "示例市医疗保障局文件",
        "number": "示医保发〔2026〕19号",
        "title": "示例市医疗保障局关于公开选聘医疗保障基金社会监督员的公告",
        "addressee": "各区医疗保障局：",
        "body": [
            "现就有关事项公告如下：",
            {"heading": 1, "text": "一、名单"},
            {"heading": 2, "text": "（一）拟聘。", "rest": "下列人员拟聘："},
            {"table": {"columns": ["姓名", "工作单位"], "rows": [[RARE, "示例中学"], [LONG, ""]]}},
            "特此公告。",
        ],
        "attachments": ["报名表", "管理办法全文"],
        "issuer": "示例市医疗保障局",
        "issued": DAY,
        "note": "联系电话：010-00000000",
        "copies": "示例市财政局。",
        "printed": "示例市医疗保障局办公室",
        "printed_on": DAY,
        "verify": VERIFY,
    },
}


PAPERS["listing"] = {
    "title": "示例县医疗保障局社会监督员聘任仪式名册",
    "note": "共2人",
    "columns": ["座次", "姓名", "工作单位", "签名"],
    "widths": [1.0, 2.2, 4.6, 2.4],
    "rows": [["1", RARE, "示例中学", ""], ["2", LONG, "示例自治州示例自治县示例镇卫生院", ""]],
    "height": 12.0,
    "verify": VERIFY,
}


def paper(name: str, **changes) -> dict:
    """The sample of this name with some of its top-level words changed."""
    return {"dated": DAY, **deepcopy(PAPERS[name]), **changes}
