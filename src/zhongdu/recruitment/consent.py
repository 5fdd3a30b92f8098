"""The privacy notice before anything is typed (个人信息保护法 13, 17, 29, 30): made of what this law really asks for."""

from zhongdu.law.governing import Law
from zhongdu.recruitment.particulars import asked

DAYS = 30  # a draft nobody touches is forgotten after so long


def privacy_notice(law: Law, bureau: str) -> str:
    """The notice as it is shown and, once agreed to, kept: paragraphs, one a line."""
    questions = asked(law)
    labels = [
        each.label
        for each in (*questions.fields, *questions.apart)
        if each.kind not in {"check", "signature"}
    ]
    lines = [
        f"谁在收集：{bureau}。为什么：只用于审核、选聘和管理医疗保障社会监督员，不作他用。",
        f"收集什么：{'、'.join(labels)}。其中身份证号、健康状况等属于敏感个人信息，加密保存，只有承办人员因工作需要才能查看，每次查看都留有记录。",
        f"依据：您的同意，和《{law.statute.title}》关于报名、审核的规定。",
    ]
    shown = [
        *(
            ["审核通过后的公示期内，公开您的姓名和工作单位，供社会监督"]
            if law.find("public_notice.period")
            else []
        ),
        *(["聘任以后，公开监督员名单"] if law.find("appointment.list_public") else []),
    ]
    if shown:
        lines.append(f"公开什么：{'；'.join(shown)}。其他内容不公开。")
    lines += [
        f"保存多久：没有提交的草稿，{DAYS}日不动就自动清除；提交后按档案规定保存，期满清除。",
        f"您的权利：可以查阅、复制、更正、补充您的信息，可以撤回同意或者撤回报名，也可以要求删除，向{bureau}提出即可；不同意收集，就不能在这里报名。",
    ]
    return "\n".join(lines)
