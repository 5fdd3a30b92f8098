"""What a selection made of an application; the selection itself is a room of its own."""

from typing import Annotated, Any

from zhongdu.acts.inputs import Says
from zhongdu.acts.performing import Doing
from zhongdu.acts.registry import act
from zhongdu.messages.telling import holder, told
from zhongdu.recruitment.models import Application
from zhongdu.scope.roles import Role


def _results(application: Any, law: Any) -> list[tuple[str, str]]:
    return [(value or "none", label) for value, label in Application.Selected.choices]


def _once_it_is_certain(application: Any) -> int | None:
    """Whoever applied, once there is a result: the words are the same whatever it is."""
    certain = {Application.Selected.CHOSEN, Application.Selected.RESERVE, Application.Selected.PASSED_OVER}
    return holder(application) if application.selected in certain else None


@told("application.progress", to=_once_it_is_certain)
@act(on=Application, by=Role.SYSTEM, under=["selection.looks_at", "selection.best"])
def take_selection(
    application: Application,
    deed: Doing,
    *,
    selected: Annotated[str, Says("择优结果", options=_results)],
    selection: Annotated[str, Says("哪次择优", plain=True, most=12)],
) -> None:
    """登记择优结果

    Held while a selection is under way, then chosen, reserve or passed over; free again where the selection was dropped.
    """
    application.selected = "" if selected == "none" else selected
