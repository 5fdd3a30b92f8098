"""What is sent from a phone, once more with the evidence on a real S3: parts, packages, recordings, originals, sweeps."""

import pytest
from test_sending import (  # noqa: F401 - the same tests and their fixtures, in another place
    appointment,
    ask,
    of_each,
    phone,
    test_a_piece_that_does_not_continue_is_told_where_to_go_on,
    test_a_visit_is_recorded_from_a_package,
    test_any_order_of_cuts_kills_and_retries_ends_with_exactly_one_visit,
    test_recordings_are_kept_with_the_visit,
    test_the_original_follows_and_is_the_one_that_was_promised,
    test_what_was_damaged_on_the_way_is_asked_for_again,
    test_what_was_never_finished_is_swept_after_a_fortnight,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def there(s3: str) -> None:
    """Evidence lies on S3."""
