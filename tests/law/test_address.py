"""Addresses of clauses: read and printed both ways, ordered as the text runs, refused with a sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongdu.law.address import Address, BadAddress, from_numeral, in_common, numeral

CLAUSES = Path(__file__).parents[3] / "shared" / "mission" / "clauses.tsv"

codes = st.from_regex(r"[a-z][a-z0-9-]{0,11}", fullmatch=True)
articles = st.integers(1, 1300)
numbers = st.integers(1, 40)


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    """Any address that can be written: a named part, or an article with what stands below it."""
    code = draw(codes)
    if draw(st.booleans()) and draw(st.booleans()):
        return Address(code, part=draw(st.sampled_from(["notice", "whole", "annex", "annex1", "annex9"])))
    item = draw(st.just(0) | numbers)
    return Address(
        code,
        article=draw(articles),
        paragraph=draw(st.just(0) | numbers),
        item=item,
        subitem=draw(st.just(0) | numbers) if item else 0,
        within=draw(st.just(0) | numbers) if item else 0,
    )


@given(addresses())
def test_what_is_printed_is_read_back(address: Address) -> None:
    assert Address.parse(str(address)) == address
    assert Address.parse(address.path, address.code) == address


@given(addresses())
def test_a_citation_is_read_back(address: Address) -> None:
    assert Address.from_citation(address.citation, address.code) == address


@given(addresses(), addresses())
def test_two_addresses_are_cited_alike_only_when_they_are_one(one: Address, other: Address) -> None:
    same = one.code == other.code and one.citation == other.citation
    assert same == (one == other)


@given(addresses())
def test_a_clause_stands_inside_its_parent_and_after_it(address: Address) -> None:
    inside = address
    while inside.parent:
        assert inside.parent < inside and inside.citation.startswith(inside.parent.citation)
        inside = inside.parent
    assert inside.path == address.path.partition("/")[0].partition(".")[0]


@given(st.integers(1, 9999))
def test_a_numeral_is_read_back(number: int) -> None:
    assert from_numeral(numeral(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (101, "一百零一"),
        (110, "一百一十"),
        (115, "一百一十五"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
    ],
)
def test_numerals_are_those_of_statutes(number: int, words: str) -> None:
    assert numeral(number) == words


@pytest.mark.parametrize(
    ("address", "citation"),
    [
        ("beijing:6.4", "第六条第（四）项"),
        ("city:20/2.1", "第二十条第二款第（一）项"),
        ("beijing:8.6/2", "第八条第（六）项第二款"),
        ("wushan:7.1.2", "第七条第（一）项第2目"),
        ("wushan:annex2", "附件2"),
        ("beijing:annex", "附件"),
        ("shaoxing:notice", "通知"),
        ("guidance-2024:whole", "全文"),
    ],
)
def test_clauses_are_cited_to_the_letter(address: str, citation: str) -> None:
    assert Address.parse(address).citation == citation


@pytest.mark.parametrize(
    "text",
    ["", "x", "beijing", "beijing:", ":6", "beijing:0", "beijing:6.0", "beijing:06", "beijing:6.", "beijing:6//2",
     "beijing:6.4.1.1", "Beijing:6", "beijing:6 ", "beijing:6\n", "beijing:６", "beijing:6．4", "beijing:annex0",
     "beijing:annex12", "beijing:notice2", "beijing:whole1", "beijing:-1", "beijing:99999", "六条"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadAddress, match="不是条款地址；应写作"):
        Address.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "第条",
        "第0条",
        "第六",
        "第二二条",
        "第六条第四项",
        "第六条（四）",
        "通知2",
        "附件0",
        "全文一",
        "第十百条",
    ],
)
def test_what_is_no_citation_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadAddress, match="不是条款"):
        Address.from_citation(text, "beijing")


def test_a_bare_path_needs_its_measure() -> None:
    with pytest.raises(BadAddress):
        Address.parse("6.4")
    assert Address.parse("6.4", "beijing") == Address.parse("beijing:6.4", "hunan")


def test_the_order_is_that_of_the_text() -> None:
    paths = [
        "whole",
        "1",
        "2/1",
        "2/1.10",
        "2/2",
        "2/2.1",
        "10",
        "10.2",
        "10.2.3",
        "10.2.3/1",
        "annex",
        "annex1",
    ]
    assert [a.path for a in sorted(Address.parse(path, "x") for path in reversed(paths))] == paths
    assert Address.parse("x:notice") < Address.parse("x:1")


@pytest.mark.skipif(not CLAUSES.exists(), reason="the mission's list of clauses is not at hand")
def test_every_address_of_the_mission_goes_both_ways() -> None:
    listed = [line.partition("\t")[0] for line in CLAUSES.read_text("utf-8").splitlines()[1:]]
    assert len(listed) == 295
    for text in listed:
        address = Address.parse(text)
        assert str(address) == text and Address.from_citation(address.citation, address.code) == address


@pytest.mark.parametrize(
    ("clauses", "whole"),
    [
        (("20/1",), "20/1"),
        (("20/2.1", "20/2.6"), "20/2"),
        (("20/1", "20/2.6"), "20"),
        (("18.4", "18.4/1", "18.4.2"), "18.4"),
        (("20/1", "21/1"), None),
        (("annex2", "annex1"), None),
        ((), None),
    ],
)
def test_what_clauses_have_in_common(clauses: tuple[str, ...], whole: str | None) -> None:
    found = in_common(Address.parse(each, "city") for each in clauses)
    assert (found and found.path) == whole


@given(st.lists(addresses(), min_size=1, max_size=4))
def test_what_is_in_common_is_part_of_each_and_the_smallest(several: list[Address]) -> None:
    found = in_common(several)
    shared = [each for each in several[0].lineage if all(each in other.lineage for other in several)]
    assert shared == (found.lineage if found else [])
