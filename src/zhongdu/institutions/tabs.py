"""The lists of this room side by side, as tabs on top of each."""

from django.urls import reverse

from zhongdu.kit.parts import Tab

_LISTS = (
    ("医药机构", "desk:institutions"),
    ("医师药师", "desk:practitioners"),
    ("报送", "desk:enquiries"),
    ("自查", "desk:selfchecks"),
    ("制止骗保", "desk:stoppedfrauds"),
    ("承办单位与第三方", "desk:contractors"),
    ("疑似重复", "desk:institutions_alike"),
)


def tabs(current: str) -> list[Tab]:
    return [Tab(label, reverse(name), name == current) for label, name in _LISTS]
