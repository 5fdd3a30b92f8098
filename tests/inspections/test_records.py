"""The record: read back, signed by both sides or the refusal noted; never changed after."""

import json

import pytest
from django.db import connection
from django.test import Client
from inspecting import City, begun, drawn, fresh, now, officers, record, refused

from zhongdu.acts.models import OutsideAct
from zhongdu.acts.performing import perform
from zhongdu.duties.models import Duty
from zhongdu.inspections import acts, recording
from zhongdu.inspections.models import Record
from zhongdu.record.verifying import breaks

pytestmark = pytest.mark.django_db


@pytest.mark.clauses("city:6.3")
def test_a_record_is_signed_by_both_sides(city: City) -> None:
    made, one, two = begun(city)
    all_ = json.dumps({"person": drawn(), **{str(each.user_id): drawn() for each in (one, two)}})
    made = record(made, one, two, ending="signed", signatures=all_)
    kept = recording.sealed(made.records.get())
    assert set(kept.signatures) == {"person", str(one.user_id), str(two.user_id)}
    event = made.docket.events.order_by("-seq").first()
    assert "city:6.3" in event.clauses
    assert not Duty.objects.open().filter(docket=made.docket, concept="inspection.record").exists()


@pytest.mark.clauses("city:6.3")
@pytest.mark.parametrize("missing", ["person", "one", "two"])
def test_without_a_signature_of_each_it_is_not_sealed(city: City, missing: str) -> None:
    made, one, two = begun(city)
    everybody = {"person": "person", "one": str(one.user_id), "two": str(two.user_id)}
    signatures = json.dumps({key: drawn() for who, key in everybody.items() if who != missing})
    wrong = refused(lambda: record(made, one, two, ending="signed", signatures=signatures))
    assert wrong.code in {"not_signed", "officers_sign"} and str(wrong.clause) == "city:6.3"


@pytest.mark.clauses("city:6.3")
def test_who_refuses_to_sign_has_the_reason_noted(city: City) -> None:
    made, one, two = begun(city)
    wrong = refused(lambda: record(made, one, two, reason=""))
    assert (wrong.code, str(wrong.clause)) == ("why_not_signed", "city:6.3")
    made = record(made, one, two)
    kept = recording.sealed(made.records.get())
    assert (kept.reason, kept.witness) == ("店长说要等老板来。", "示例居委会工作人员")


@pytest.mark.clauses("city:6.3")
def test_a_stamped_one_has_its_scan(city: City) -> None:
    from watching import photo

    made, one, two = begun(city)
    assert refused(lambda: record(made, one, two, ending="stamped", reason="")).code == "no_scan"
    made = record(made, one, two, ending="stamped", reason="", scan=[photo()], signatures="")
    assert made.records.get().scan


@pytest.mark.clauses("city:6.3")
def test_a_sealed_record_cannot_be_changed_and_a_change_shows(city: City) -> None:
    made, one, two = begun(city)
    made = record(made, one, two)
    row = made.records.get()
    row.ending = "signed"
    with pytest.raises(OutsideAct):
        row.save()
    assert list(breaks()) == []
    entry, _ = made.docket.events.order_by("-seq").first().data["vault"]["text"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_entry SET digest = %s WHERE id = %s", ["0" * 64, entry])
    assert list(breaks()) != []


def test_a_mistake_is_put_right_by_a_further_record_that_names_the_first(city: City) -> None:
    made, one, two = begun(city)
    made = record(made, one, two)
    first = made.records.get()
    made = record(made, one, two, corrects=str(first.pk))
    second = Record.objects.get(number=2)
    assert second.corrects_id == first.pk and list(first.corrected_by.all()) == [second]
    assert recording.sealed(first).text.seen.startswith("货架上第三排")


def test_questioning_has_its_questions_and_a_site_record_what_was_seen(city: City) -> None:
    made, one, two = begun(city)
    text = recording.Text(place="店里", person="示例店长", told_them=True)
    assert refused(lambda: record(made, one, two, text=text.written())).code == "nothing_seen"
    assert (
        refused(lambda: record(made, one, two, kind="questioning", text=text.written())).code
        == "nothing_asked"
    )
    untold = recording.Text(place="店里", person="示例店长", seen="看了。")
    assert refused(lambda: record(made, one, two, text=untold.written())).code == "not_told"


# --- on the spot -----------------------------------------------------------------------------------------


def browser(user_id: int) -> Client:
    from django.contrib.auth.models import User

    client = Client()
    client.force_login(User.objects.get(pk=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def typed(one: object, two: object, **more: object) -> dict[str, object]:
    return {
        "kind": "questioning", "began_at": f"{now():%Y-%m-%dT%H:%M}", "ended_at": f"{now():%Y-%m-%dT%H:%M}", "place": "和平药房",
        "officers": officers(one, two), "person": "示例店员", "position": "收银员", "told_them": "on",  # type: ignore[arg-type]
        "seen": "", "asked": ["医保卡能买日用品吗？", ""], "answered": ["能，老板让刷的。", ""], **more,
    }  # fmt: skip


def test_nothing_typed_is_lost_and_nothing_of_it_is_in_the_clear(city: City) -> None:
    made, one, two = begun(city)
    client, url = browser(one.user_id), f"/desk/inspections/{made.number}/record/"  # type: ignore[arg-type]
    assert client.post(url, {**typed(one, two, place=""), "intent": "autosave"}).status_code == 200
    page = client.get(url).content.decode()
    assert "老板让刷的" in page and "示例店员" in page
    wrong = client.post(url, {**typed(one, two, place=""), "intent": "read"}).content.decode()
    assert "请填写地点" in wrong and "老板让刷的" in wrong
    assert fresh(made).records.count() == 0


def test_it_is_composed_read_back_signed_and_sealed_in_a_browser(city: City) -> None:
    made, one, two = begun(city)
    client, url = browser(one.user_id), f"/desk/inspections/{made.number}/record/"  # type: ignore[arg-type]
    assert (
        client.post(url, {**typed(one, two), "intent": "read"}).headers["Location"].endswith("/record/sign/")
    )
    page = client.get(f"{url}sign/").content.decode()
    assert "医保卡能买日用品吗" in page and "老板让刷的" in page
    pads = {f"drawn-{key}": drawn() for key in ("person", *officers(one, two))}
    assert client.post(f"{url}sign/", {"ending": "signed", "key": "k", **pads}).status_code == 302
    row = fresh(made).records.get()
    kept = recording.sealed(row)
    assert kept.text.asked == [["医保卡能买日用品吗？", "能，老板让刷的。"]] and row.ending == "signed"
    assert recording.draft(made, one.user_id) == {}
    assert "老板让刷的" in client.get(f"/desk/inspections/{made.number}/records/1/").content.decode()
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(f"/desk/inspections/{made.number}/papers/record-1.{kind}")
        assert answer.status_code == 200 and answer.content.startswith(begins)


def test_who_is_not_of_the_team_cannot_compose(city: City) -> None:
    made, *_ = begun(city)
    other = city.inspector(city.east, "other")
    page = browser(other.user_id).get(f"/desk/inspections/{made.number}/record/")  # type: ignore[arg-type]
    assert "您不在检查组里" in page.content.decode()
    assert refused(lambda: perform(acts.seal_record, made, other)).code in {"bad_input", "not_of_the_team"}
