import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zhongdu.vault.fields import FIELDS, MASKS, Sight, classify, mask, masked
from zhongdu.vault.refusals import Unclassified


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("name", "张三", "张*"),
        ("name", "张小三", "张*三"),
        ("name", "张王小三", "张**三"),
        ("name", "欧阳锋", "欧阳*"),
        ("name", "欧阳小锋", "欧阳*锋"),
        ("name", "欧阳", "欧*"),
        ("name", "张", "*"),
        ("name", "阿卜杜拉·买买提", "阿***·***"),
        ("name", "John Smith", "J*** *****"),
        ("phone", "13812341234", "138****1234"),
        ("phone", "0575-85121234", "0575****1234"),
        ("phone", "12393", "****"),
        ("id_number", "11010519491231002X", "110105********002X"),
        ("id_number", "110105", "****"),
        ("address", "浙江省绍兴市越城区示例路1号", "浙江省绍兴市****"),
        ("address", "示例村", "示****"),
        ("email", "zhang@example.cn", "z***@example.cn"),
        ("email", "z@example.cn", "***@example.cn"),
        ("email", "not an address", "****"),
        ("email", "@example.cn", "****"),
        ("date", "1949-12-31", "1949-**-**"),
        ("text", "高血压", "****"),
        ("text", "", ""),
        ("text", None, ""),
        ("text", [{"unit": "示例卫生院"}], "****"),
    ],
)
def test_masks(kind, value, shown):
    assert mask(kind, value) == shown


@given(kind=st.sampled_from(sorted(MASKS)), value=st.text(min_size=1))
def test_no_mask_shows_a_value_whole(kind, value):
    assume(value.strip() and not set(value.strip()) <= set("*·@-"))
    assert value.strip() not in mask(kind, value)


def test_every_field_is_classified_with_a_way_of_masking_and_a_label():
    for name, field in FIELDS.items():
        assert name.isidentifier() and field.kind in MASKS and field.label and field.masked_to in Sight


def test_a_field_is_classified_once():
    classify("name", "name", "姓名", Sight.PUBLIC)  # the same again is harmless: modules are imported twice
    with pytest.raises(ValueError, match="differently"):
        classify("name", "text", "姓名", Sight.PUBLIC)
    with pytest.raises(ValueError, match="masking"):
        classify("shoe_size", "shoes", "鞋码", Sight.BUREAU)
    with pytest.raises(Unclassified):
        masked("shoe_size", "42")
    assert masked("reporter_phone", "13812341234") == "138****1234"
