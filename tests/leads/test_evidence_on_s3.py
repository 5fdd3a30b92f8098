"""Evidence of leads, once more on a real S3."""

import pytest
from test_filing import (  # noqa: F401 - the same tests, in another place
    test_a_photo_that_is_no_photo_is_refused_by_name_and_nothing_is_half_kept,
    test_evidence_is_kept_with_its_hash_on_the_record,
)
from test_lead_pages import (  # noqa: F401
    phone,
    term,
    test_after_a_mistake_the_words_and_the_good_files_are_still_there,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def there(s3: str) -> None:
    """Evidence lies on S3."""
