"""A form with evidence between two tries: what was good of the chosen files waits, and is sent with the form."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhongdu import files
from zhongdu.kit import evidence
from zhongdu.kit.act_forms import ActForm


@dataclass(frozen=True)
class Draft:
    """The waiting files of one form; ``page`` is the name of the page that shows them."""

    key: str
    user_id: int | None
    page: str
    field: str = "evidence"

    @classmethod
    def of(cls, request: HttpRequest, user_id: int | None, page: str, field: str = "evidence") -> "Draft":
        """The draft a form was sent with, or a new one; ``field`` is the form's field of files."""
        return cls(request.POST.get("key") or evidence.new_key(), user_id, page, field)

    @property
    def owner(self) -> str:
        return evidence.draft_owner(self.user_id, self.key)

    def take(self, request: HttpRequest, form: ActForm) -> None:
        """Keep what was sent; what cannot be kept is told beside the field."""
        for says in evidence.wait(self.owner, request.FILES.getlist(self.field), self.user_id):
            form.add_error(self.field, says)

    def with_files(self, values: dict[str, Any]) -> dict[str, Any]:
        """What was typed, for the act, with all files that wait."""
        waiting = evidence.waiting(self.owner)
        return {**values, self.field: waiting} if waiting else values

    def show(self, form: ActForm) -> None:
        """A browser forgets the files it was given; the page shows those that are safe already."""
        kept = list(files.attached(self.owner, evidence.KIND))
        names = files.names(kept)
        form.fields[self.field].widget.kept = [
            {
                "name": names[each.public_id],
                "url": reverse(self.page, kwargs={"key": self.key, "file": each.public_id}),
            }
            for each in kept
        ]

    def forget(self) -> None:
        evidence.forget(self.owner)
