"""Whoever reads the law may open every clause of every measure."""

import pytest
from django.test import Client
from django.urls import reverse

from zhongdu.law.shelves import shelf


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statute", [s for s in shelf().statutes if s.pack.head.about != "base"], ids=lambda statute: statute.code
)
def test_every_clause_has_a_page_that_opens(statute) -> None:
    client = Client()
    for address in statute.pack.clauses:
        clause = str(address).partition(":")[2]
        page = reverse("public:clause", kwargs={"code": statute.code, "clause": clause})
        assert client.get(page).status_code == 200, page
