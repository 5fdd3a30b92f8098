"""The list of divisions: complete enough to place every bureau, and loadable twice."""

import pytest

from zhongdu.scope.divisions import load_divisions
from zhongdu.scope.models import Division

pytestmark = pytest.mark.django_db


def test_loading_twice_leaves_one_row_a_code() -> None:
    assert load_divisions() == load_divisions() == Division.objects.count() > 3000


def test_names_are_whole() -> None:
    load_divisions()
    named = dict(Division.objects.values_list("code", "full_name"))
    assert named["500237"].endswith("巫山县") and named["500237"].startswith("重庆市")
    assert named["110108"] == "北京市海淀区"
    assert named["430181"] == "湖南省长沙市浏阳市"
