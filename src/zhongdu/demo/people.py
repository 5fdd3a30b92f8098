"""Made-up people: names that say so, ID numbers that check and belong to nobody, telephones that ring nowhere."""

from dataclasses import dataclass
from datetime import date

from zhongdu.vault.identity import check_digit


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    born: date
    sex: str
    division: str
    serial: int
    employer: str
    school: str
    experience: str
    political_status: str = "群众"

    @property
    def id_number(self) -> str:
        """Checks by GB 11643; the serial's last digit is odd for men, even for women."""
        first = f"{self.division}{self.born:%Y%m%d}{self.serial * 2 + (self.sex == '男'):03d}"
        return first + check_digit(first)

    @property
    def phone(self) -> str:
        return f"199{self.division}{self.serial:02d}"

    def form(self) -> dict[str, str]:
        """What he or she would write into an application form, by the fields' names."""
        return {
            "name": self.name,
            "sex": self.sex,
            "born": self.born.isoformat(),
            "ethnicity": "汉族",
            "citizenship": "中国",
            "id_number": self.id_number,
            "political_status": self.political_status,
            "health": "良好",
            "phone": self.phone,
            "education": "本科",
            "school": self.school,
            "employer": self.employer,
            "address": f"示例路 {self.serial} 号",
            "experience": self.experience,
        }


def cast(division: str) -> list[Person]:
    """Eight people of a place."""
    rows = [
        (
            "示例·陈望秋",
            date(1961, 4, 12),
            "女",
            "退休教师",
            "示例师范学院",
            "中学语文教师三十四年，2016年退休。",
            "中共党员",
        ),
        (
            "示例·李长庚",
            date(1958, 9, 3),
            "男",
            "退休医师",
            "示例医学院",
            "县医院内科医师，从医三十八年。",
            "中共党员",
        ),
        (
            "示例·赵敏之",
            date(1979, 6, 21),
            "女",
            "示例日报社",
            "示例大学新闻系",
            "记者，长期跑民生新闻。",
            "群众",
        ),
        (
            "示例·周怀远",
            date(1970, 1, 30),
            "男",
            "示例会计师事务所",
            "示例财经大学",
            "注册会计师，做过多家医院审计。",
            "群众",
        ),
        (
            "示例·田桂香",
            date(1966, 11, 8),
            "女",
            "示例社区居委会",
            "示例党校",
            "社区工作者，区人大代表。",
            "中共党员",
        ),
        (
            "示例·马驰",
            date(1988, 3, 15),
            "男",
            "示例律师事务所",
            "示例政法大学",
            "执业律师，政协委员。",
            "民主党派成员",
        ),
        (
            "示例·孙知夏",
            date(1991, 7, 27),
            "女",
            "示例信息技术公司",
            "示例理工大学",
            "数据分析工程师。",
            "群众",
        ),
        (
            "示例·吴广平",
            date(1954, 2, 18),
            "男",
            "退休工程师",
            "示例工学院",
            "退休前任厂工会主席。",
            "中共党员",
        ),
    ]
    return [
        Person(name, born, sex, division[:6], serial, employer, school, experience, status)
        for serial, (name, born, sex, employer, school, experience, status) in enumerate(rows, start=11)
    ]
