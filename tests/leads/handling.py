"""Leads and officers for tests of what becomes of a lead."""

from typing import Any

from django.test import Client
from django.urls import reverse

from watching import appoint, supervisor
from world import Place
from zhongdu.acts.performing import perform
from zhongdu.leads import acts
from zhongdu.leads.models import Lead
from zhongdu.scope.actor import Actor
from zhongdu.scope.roles import Role


def brought(home: Place, words: str = "药店串换药品", **more: Any) -> Lead:
    """A lead of a new supervisor."""
    term = appoint(home)
    return perform(acts.file_lead, term, supervisor(term), words=words, **more)


def speaker(lead: Lead) -> Actor:
    return supervisor(lead.user.appointments.get())


def clerk(place: Place, name: str = "") -> Actor:
    return place.officer(Role.CASE_OFFICER, name)


def looked_for(client: Client, words: str, page: str = "desk:leads", **filters: str) -> Any:
    """The page that a list's form leads to."""
    return client.post(reverse(page), {"q": words, **filters}, follow=True)


def afresh(lead: Lead) -> Lead:
    return Lead.objects.select_related("docket", "bureau").get(pk=lead.pk)


def answered(place: Place, by: Actor | None = None, **more: Any) -> Lead:
    lead, officer = brought(place, **more), by or clerk(place)
    perform(acts.take_up, lead, officer)
    return perform(acts.answer, lead, officer, outcome="not_proved", words="没有查到串换。")
