"""Which law governs: the nearest measure in force, the nearest bureau's reading of the very rule that speaks."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.law.governing import Law, governing
from zhongdu.law.library import Silent
from zhongdu.law.models import Commencement, Edition, Reading
from zhongdu.law.shelves import shelf
from zhongdu.measures import acts as measures
from zhongdu.record.models import Fixed
from zhongdu.scope.roles import Role

NAME = "public_notice.objection_stops"


def read_so(place: Any, reading: str, code: str = "beijing") -> None:
    Reading.objects.create(
        bureau=place.bureau, code=code, concept=NAME, reading=reading, reason="示例", chosen_by="示例", chosen_on=clock.today()
    )  # fmt: skip


def test_the_nearest_bureaus_reading_is_the_one_that_counts(beijing: Any) -> None:
    district = beijing.below("110108", "海淀区医疗保障局")
    read_so(district, "the_list")
    read_so(beijing, "the_person")
    assert beijing.law.value(NAME) == "the_person"
    assert district.law.value(NAME) == "the_list"
    assert beijing.below("110105", "朝阳区医疗保障局").law.value(NAME) == "the_person"


def test_a_reading_of_one_measure_says_nothing_of_anothers_rule(beijing: Any) -> None:
    read_so(beijing, "the_person", code="wushan")
    assert (beijing.law.value(NAME), beijing.law.readings) == ("", {})
    read_so(beijing, "the_person")
    perform(
        measures.try_out, beijing.office, beijing.officer(Role.DECIDER), code="hunan", since=clock.today()
    )
    assert beijing.law.statute.code == "hunan"
    assert beijing.law.readings == {}, "chosen under the measure before"


def test_a_reading_the_text_no_longer_allows_is_not_applied(beijing: Any) -> None:
    read_so(beijing, "whoever_shouts")
    assert beijing.law.value(NAME) == ""


def test_a_measure_of_its_own_takes_the_place_of_the_one_above(beijing: Any) -> None:
    district = beijing.below("110108", "海淀区医疗保障局")
    assert district.law.statute.code == "beijing"
    perform(
        measures.try_out, district.office, district.officer(Role.DECIDER), code="wushan", since=clock.today()
    )
    assert (district.law.statute.code, beijing.law.statute.code) == ("wushan", "beijing")
    later = clock.today() + timedelta(days=1)
    perform(measures.try_out, beijing.office, beijing.officer(Role.DECIDER), code="hunan", since=later)
    assert governing(district.bureau, later).statute.code == "wushan", "nearer, though earlier"


def test_two_measures_bind_one_bureau(beijing: Any) -> None:
    perform(measures.try_out, beijing.office, beijing.officer(Role.DECIDER), code="city", since=clock.today())
    law = beijing.law
    assert [statute.code for statute in law.statutes] == ["beijing", "city"]
    assert law.rule("term.length").pack == "beijing"
    assert law.rule("reward").pack == "beijing", "where both speak, the supervisors' own goes first"
    funds_own = next(name for name in shelf().packs["city"].rules if name.startswith("principle."))
    assert law.find(funds_own) is None, "a measure that names principles of its own names them all"
    assert {bound.pack for bound in law.family("principle")} == {"beijing"}
    funds_alone = next(
        n for n, b in shelf().packs["city"].rules.items() if b.concept.name not in _spoken("beijing")
    )
    assert law.rule(funds_alone).pack == "city"
    assert law.demonstration


def test_what_is_found_of_a_family_is_a_member_of_it(beijing: Any) -> None:
    """By any name, of any pack: ``find`` and ``family`` never disagree."""
    for codes in (("beijing", "city"), ("hunan", "city"), ("wushan",)):
        law = Law(tuple(shelf().statute(code) for code in codes), False, {})
        for pack in shelf().packs.values():
            for name, bound in pack.rules.items():
                if bound.concept.each and not bound.concept.adds and (found := law.find(name)):
                    assert found in law.family(bound.concept.name)


def _spoken(code: str) -> frozenset[str]:
    return shelf().packs[code].concepts


def test_a_silent_law_says_so_in_a_sentence(wushan: Any) -> None:
    with pytest.raises(Silent, match=r"没有规定“公示"):
        wushan.law.rule("public_notice.period")


def test_asking_for_the_law_again_reads_no_text(beijing: Any) -> None:
    district = beijing.below("110108", "海淀区医疗保障局").bureau
    governing(district, clock.today())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        governing(district, clock.today())
    assert len(asked) == 2
    assert not any("text" in query["sql"] for query in asked)


def test_an_edition_is_never_changed(beijing: Any) -> None:
    edition = Edition.objects.get(code="beijing")
    for attempt in (edition.save, edition.delete, lambda: Edition.objects.update(text="")):
        with pytest.raises(Fixed):
            attempt()


def test_before_any_measure_the_base_governs(beijing: Any) -> None:
    assert Commencement.objects.exists()
    law = governing(beijing.bureau, date(2000, 1, 1))
    assert (law.statute.code, law.demonstration) == ("national", False)
