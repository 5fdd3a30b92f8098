"""Why an act is refused: one sentence for people, a code for programs, the clause where there is one."""

from zhongdu.law.address import Address


class Refused(Exception):
    """An act that was not done. Nothing has changed.

    ``fields`` puts sentences beside the inputs they are about; ``about`` is the number of the one matter, among many
    in a deed, that stood in the way of all.
    """

    def __init__(
        self, code: str, says: str, *, clause: Address | None = None, fields: dict[str, str] | None = None
    ) -> None:
        super().__init__(says)
        self.code, self.says, self.clause, self.fields = code, says, clause, fields or {}
        self.about = ""

    @property
    def sentence(self) -> str:
        """What a person reads, with the clause's address where there is one."""
        return f"{self.says}（依据：{self.clause.citation}）" if self.clause else self.says

    @property
    def is_hidden(self) -> bool:
        """Whether the one who asked must not even learn that the matter exists."""
        return self.code == "not_there"


def not_there() -> Refused:
    return Refused("not_there", "没有找到这件事项，请核对编号。")
