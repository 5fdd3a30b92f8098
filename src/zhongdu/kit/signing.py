"""A signature drawn on the screen: a small picture in the vault, where a typed name would stand."""

from base64 import b64decode, b64encode

from zhongdu.papers.pictures import Ink, ink

_PICTURE = "data:image/png;base64,"
LONGEST = 400_000  # characters of what a browser sends; ours are some ten thousand


class NotSigned(ValueError):
    """What was sent is no signature: the message is for whoever should sign."""


def read(sent: str) -> str:
    """A drawn signature as the vault keeps it, from what the browser sent. Raises :class:`NotSigned`."""
    if not sent.startswith(_PICTURE):
        raise NotSigned("请在框里签上您的姓名。")
    try:
        drawn = ink(b64decode(sent[len(_PICTURE) : LONGEST], validate=True))
    except ValueError:  # not base64, or not a picture
        raise NotSigned("没有看到签名，请重新签一次。") from None
    return _PICTURE + b64encode(drawn).decode()


def is_drawn(value: object) -> bool:
    """Whether a signature was drawn; a typed one is a name, and no name begins so."""
    return isinstance(value, str) and value.startswith(_PICTURE)


def picture(value: str) -> Ink:
    """The picture of a drawn signature, for papers."""
    return Ink(b64decode(value[len(_PICTURE) :]))
