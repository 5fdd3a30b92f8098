"""What somebody with the database's password does to a matter, the record tells."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from watching import appoint, institution, supervisor
from zhongdu.acts.performing import perform
from zhongdu.acts.verifying import astray
from zhongdu.bureaus import acts as bureaus
from zhongdu.calendar import clock
from zhongdu.cli.record import verify
from zhongdu.cli.registry import Finding
from zhongdu.fieldwork import acts as fieldwork
from zhongdu.record.verifying import breaks
from zhongdu.scope.roles import Role


@pytest.fixture
def visit(wushan: Any) -> Any:
    """A visit that was opened, and then moved, by acts."""
    appointment = appoint(wushan)
    opened = perform(
        fieldwork.choose_visit,
        appointment,
        supervisor(appointment),
        institution=institution(wushan).code,
        way="open",
        checklist="checklist.pharmacy",
    )
    return perform(fieldwork.drop_visit, opened, supervisor(appointment))


def raw(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_what_acts_did_is_in_order(visit: Any, capsys: Any) -> None:
    assert visit.state == "cancelled"
    assert list(astray()) == []
    assert verify() == 0
    assert "对得上" in capsys.readouterr().out


def test_a_state_changed_without_an_act_shows(visit: Any) -> None:
    raw("UPDATE fieldwork_visit SET state = 'accepted' WHERE id = %s", visit.pk)
    [found] = astray()
    assert (found.where, "进行中" in found.says, "已取消" in found.says) == (visit.number, True, True)
    assert list(breaks()) == [], "the chain alone does not notice"
    with pytest.raises(Finding, match=visit.number):
        verify()


def test_a_matter_put_in_without_an_act_shows_unless_it_is_as_all_begin(visit: Any) -> None:
    begun = appoint_ended = appoint_row(visit)
    assert list(astray()) == [], "a term that just began"
    raw(
        "UPDATE roster_appointment SET state = 'ended', ended_on = since, ground = 'x', papers = 'void' WHERE id = %s",
        begun.pk,
    )
    assert [found.where for found in astray()] == [appoint_ended.number]


def appoint_row(visit: Any) -> Any:
    return type(visit.appointment)._default_manager.select_related("docket").get(pk=visit.appointment_id)


def test_a_matter_that_went_leaves_its_docket_behind(visit: Any) -> None:
    raw("DELETE FROM fieldwork_visit WHERE id = %s", visit.pk)
    assert [(found.where, "不在了" in found.says) for found in astray()] == [(visit.number, True)]


def test_a_measures_text_changed_in_the_database_shows(beijing: Any) -> None:
    raw("UPDATE law_edition SET text = replace(text, '应当', '可以') WHERE code = 'beijing'")
    assert ["被改过" in found.says for found in astray()] == [True]


def test_every_state_an_act_leaves_is_on_its_docket(beijing: Any) -> None:
    chief = beijing.officer(Role.DECIDER)
    with clock.on(clock.today() - timedelta(days=3)):
        perform(bureaus.publish_hotline, beijing.office, chief, hotline="12393")
    assert list(astray()) == []
