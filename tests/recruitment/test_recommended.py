"""A unit's list as it is read, and the secrets that follow from its link: properties for whatever is typed."""

from hypothesis import given
from hypothesis import strategies as st

from zhongdu.recruitment import links, receipts, recommended, rules

RIGHT = {"contact_name": "示例经办", "contact_phone": "13700000000"}
KEYS = [*recommended.CONTACT, "rows", *(f"{n}-{at}" for at in range(1, 24) for n in recommended.ROW)]
typed = st.dictionaries(
    st.sampled_from(KEYS), st.text(max_size=400) | st.none() | st.sampled_from(["13800000000", "示例"])
)


@given(typed)
def test_whatever_is_typed_is_read_or_told(told: dict[str, str | None]) -> None:
    read = recommended.read(told)
    assert read.people or "name-1" in read.wrong
    assert len(read.people) <= recommended.MOST
    if not read.wrong:
        assert all(all(person[name] for name in recommended.ROW) for person in read.people)
    assert set(read.wrong) <= {
        *recommended.CONTACT,
        *(f"{n}-{at}" for at in range(1, 21) for n in recommended.ROW),
    }
    rows = recommended.shown_rows(told)
    assert recommended.FIRST <= rows <= recommended.MOST
    assert all(int(key.rpartition("-")[2]) <= rows for key in read.wrong if "-" in key), (
        "no mistake without its field"
    )


def row(at: int, name: str) -> dict[str, str]:
    return {
        f"name-{at}": name,
        f"phone-{at}": "13800000000",
        f"employer-{at}": "示例大学",
        f"why-{at}": "熟悉医保",
    }


def test_rows_left_empty_are_no_mistake_and_one_that_is_begun_is_asked_for_whole() -> None:
    read = recommended.read(RIGHT | row(1, "示例甲") | row(4, "示例乙"))
    assert [person["name"] for person in read.people] == ["示例甲", "示例乙"] and not read.wrong
    assert set(recommended.read(RIGHT | {"name-2": "示例甲"}).wrong) == {"phone-2", "employer-2", "why-2"}


@given(st.lists(st.integers(1, recommended.MOST), min_size=2, max_size=5, unique=True))
def test_every_place_has_a_code_of_its_own_and_the_same_one_again(places: list[int]) -> None:
    secret, other = links.new_secret(), links.new_secret()
    codes = [links.code(secret, at) for at in places]
    assert len(set(codes)) == len(codes)
    assert codes == [links.code(secret.lower(), at) for at in places]
    assert all(receipts.tidy(code) == code and len(code) == 19 for code in codes)
    assert not {*codes} & {links.code(other, at) for at in places}


@given(st.text(alphabet=" \t\n示例大学、", max_size=60))
def test_units_come_one_a_line_each_once(text: str) -> None:
    names = rules.lines(text)
    assert len(names) == len(set(names)) and all(name and name == name.strip() for name in names)
    assert rules.lines("\n".join(names)) == names
