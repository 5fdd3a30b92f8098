"""Where the law leaves a bureau free it settles its own way, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from world import Place
from zhongdu.acts.performing import perform
from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.acts import choose_practice
from zhongdu.scope.practices import PRACTICES, Choosable, practice
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def greeting(monkeypatch: pytest.MonkeyPatch) -> Choosable:
    monkeypatch.setattr("zhongdu.scope.practices.PRACTICES", dict(PRACTICES))
    monkeypatch.setitem(
        PRACTICES,
        "sample.greeting",
        made := practice("sample.greeting", "怎样问候", {"bow": "鞠躬", "wave": "挥手"}),
    )
    return made


def test_the_first_option_holds_until_a_bureau_chooses(wushan: Place, greeting: Choosable) -> None:
    assert greeting.of(wushan.bureau) == "bow"
    perform(choose_practice, wushan.office, wushan.officer(Role.DECIDER), practice="sample.greeting=wave")
    assert greeting.of(wushan.bureau) == "wave"


def test_it_may_choose_again_and_binds_nobody_else(
    wushan: Place, beijing: Place, greeting: Choosable
) -> None:
    for value in ("wave", "bow", "wave"):
        perform(
            choose_practice, wushan.office, wushan.officer(Role.DECIDER), practice=f"sample.greeting={value}"
        )
    assert (greeting.of(wushan.bureau), greeting.of(beijing.bureau)) == ("wave", "bow")


def test_what_is_not_offered_is_refused(wushan: Place, greeting: Choosable) -> None:
    with pytest.raises(Refused) as refused:
        perform(choose_practice, wushan.office, wushan.officer(Role.DECIDER), practice="sample.greeting=nod")
    assert refused.value.fields == {"practice": "请从给出的选项里选。"}


def test_the_bureaus_page_says_that_it_is_its_own_way(wushan: Place, greeting: Choosable) -> None:
    client = Client()
    client.force_login(wushan.user(Role.DECIDER), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("desk:office", kwargs={"number": wushan.office.number})).content.decode()
    assert "怎样问候" in page and "鞠躬" in page and "不是办法的要求" in page
