"""An empty installation: the operator sets up the first bureau and its first officer."""

import pytest

from zhongdu.acts.refusal import Refused
from zhongdu.bureaus.models import Office
from zhongdu.bureaus.opening import engage, found
from zhongdu.record.models import Event
from zhongdu.scope.models import Post

pytestmark = pytest.mark.django_db
GOOD = "watch-over-1"


def test_a_bureau_below_another_lies_in_its_territory() -> None:
    province = found(code="430000", name="示例省局", level="province")
    city = found(code="430100", name="示例市局", level="city", above="430000")
    assert city.is_within(province) and not province.is_within(city)
    assert Office.objects.count() == 2


def test_the_first_officer_is_on_the_record_and_can_sign_in(client) -> None:
    found(code="430000", name="示例省局", level="province")
    post = engage(username="first", name="示例甲", bureau="430000", role="decider", password=GOOD)
    assert str(post) == "示例省局局负责人"
    assert Event.objects.get(act="bureaus.give_post").actor["role"] == "system"
    assert client.login(username="first", password=GOOD)
    assert client.get("/desk/").status_code == 200


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"bureau": "1"}, "no_such_bureau"),
        ({"role": "king"}, "bad_input"),
        ({"role": "inspector"}, "no_certificate"),
        ({"password": "12345678"}, "weak_password"),
    ],
)
def test_what_is_wrong_leaves_nothing_behind(given: dict[str, str], code: str) -> None:
    found(code="430000", name="示例省局", level="province")
    asked = {"username": "first", "name": "示例甲", "bureau": "430000", "role": "decider", "password": GOOD}
    with pytest.raises(Refused) as refused:
        engage(**asked | given)
    assert refused.value.code == code
    assert not Post.objects.exists()


def test_a_code_is_taken_once() -> None:
    found(code="430000", name="示例省局", level="province")
    with pytest.raises(Refused):
        found(code="430000", name="又一个", level="province")
