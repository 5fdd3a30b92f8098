"""What the first officer of a bureau sees before anything has happened there."""

from datetime import timedelta

import pytest
from django.test import Client

from world import Place, place
from zhongdu.acts.performing import perform
from zhongdu.calendar import clock
from zhongdu.demo import institutions
from zhongdu.institutions import acts as lists
from zhongdu.measures import acts as measures
from zhongdu.recruitment import acts as recruitment
from zhongdu.scope.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty(db: None) -> Place:
    return place("500237", "巫山县医疗保障局", "county")


def home(at: Place, role: Role) -> str:
    client = Client()
    client.force_login(at.user(role), backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/desk/").content.decode()


def test_an_empty_bureau_is_told_what_comes_first_and_whose_it_is(empty: Place) -> None:
    chief, recruiter = home(empty, Role.DECIDER), home(empty, Role.RECRUITER)
    do = f"/desk/do/measures.commence/{empty.office.number}/"
    assert "先办这几件" in chief and do in chief
    assert do not in recruiter and "由局负责人办理" in recruiter
    assert f"/desk/do/recruitment.draft_notice/{empty.office.number}/" in recruiter
    imports = f"/desk/offices/{empty.office.number}/institutions/import/"
    assert imports in home(empty, Role.CASE_OFFICER) and imports not in recruiter


def test_what_is_done_is_asked_no_more(empty: Place) -> None:
    today = clock.today()
    perform(measures.commence, empty.office, empty.officer(Role.DECIDER), code="wushan", since=today)
    assert "施行办法" not in home(empty, Role.DECIDER)
    file = institutions.workbook("500237", "示例")
    perform(lists.import_list, empty.office, empty.officer(Role.CASE_OFFICER), file=file)
    assert "导入医药机构名单" not in home(empty, Role.CASE_OFFICER)
    perform(
        recruitment.draft_notice, empty.office, empty.officer(Role.RECRUITER), title="示例公告", body="示例", quota=30,
        channels=["channel.open"], opens_on=today, closes_on=today + timedelta(days=9),
    )  # fmt: skip
    assert "先办这几件" not in home(empty, Role.RECRUITER)


def test_who_does_not_recruit_is_not_asked_to(hunan: Place) -> None:
    """Under this measure the cities recruit; the province is offered no notice to draft."""
    said = home(hunan, Role.RECRUITER)
    assert "导入医药机构名单" in said and "起草选聘公告" not in said
    client = Client()
    client.force_login(hunan.user(Role.RECRUITER), backend="django.contrib.auth.backends.ModelBackend")
    assert "起草选聘公告" not in client.get("/desk/notices/").content.decode()


def test_a_choice_without_choices_is_not_offered(empty: Place, beijing: Place) -> None:
    for at, offered in ((empty, False), (beijing, True)):
        client = Client()
        client.force_login(at.user(Role.DECIDER), backend="django.contrib.auth.backends.ModelBackend")
        said = client.get(f"/desk/offices/{at.office.number}/").content.decode()
        assert ("选定条文理解" in said) == offered
