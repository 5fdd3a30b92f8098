"""What a bureau settles for itself about publicity work, and what of it meets the law."""

from zhongdu.duties.standing import how_often
from zhongdu.law.governing import Law

PUBLICITY_EVERY = how_often("publicity.every", "宣传法律、法规、政策多久一次（办法没有写）")
DUTY, WAY, SHARED = "publicity", "publicity.way", "work.shared"
# What a measure says of supervisors who make things known: by themselves, and where the bureau arranges it.
TASKS = ("task.publicity", "task.activities", "task.joining_in")
OF_THE_DUTY = ("laws", "policies")  # what 宣传法律、法规、政策 means among the topics of an activity


def named_way(law: Law) -> str:
    """The way a law wants used; "" where it names none, and then every way is as good as another."""
    return law.value(WAY)


def meets_the_duty(topic: str, way: str, law: Law) -> bool:
    """Whether work of this kind is what the law asks for; other work is recorded all the same."""
    return law.find(DUTY) is not None and topic in OF_THE_DUTY and way == (named_way(law) or way)


def is_address(link: str) -> bool:
    """Whether a link leads to a page, and runs nothing."""
    return link.startswith(("https://", "http://")) and not any(sign.isspace() for sign in link)
