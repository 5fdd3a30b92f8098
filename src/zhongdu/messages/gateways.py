"""The ways out of the house: e-mail by SMTP, SMS by a gateway over HTTP. Unset, they are not there.

A vendor of SMS is one class with :meth:`Gateway.send`, named in ``ZHONGDU_SMS_GATEWAY``.
"""

import json
import logging
import smtplib
from dataclasses import dataclass
from email.utils import formataddr
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from zhongdu.messages.wire import post
from zhongdu.messages.words import WAYS

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What is sent: known outside by ``id``, the same at every try; ``kind`` is for gateways with templates of their own."""

    id: str
    kind: str
    title: str
    says: str
    at: str = ""  # the address of the page where it is read, for e-mail


class Unsent(Exception):
    """It did not get through. ``why`` is ours to show: nobody's address, nobody else's text. ``for_good``: no use trying again."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.why, self.for_good = why, for_good


class Gateway(Protocol):
    """A way to reach people."""

    def send(self, to: str, letter: Letter) -> None:
        """Send it, or raise :class:`Unsent`."""


class Smtp:
    """E-mail, by any mail server."""

    def send(self, to: str, letter: Letter) -> None:
        body = f"{letter.says}\n\n{letter.at}\n\n这封邮件由系统发出，请不要回复。不想再收到，可以登录后在“消息”里关掉。\n"
        message = EmailMessage(
            f"{settings.MESSAGES_SIGN}：{letter.title}", body, formataddr((settings.MESSAGES_SIGN, settings.MAIL_FROM)),
            [to], headers={"Message-ID": f"<{letter.id}@{settings.MAIL_FROM.rpartition('@')[2]}>"},
        )  # fmt: skip
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            code = next(iter(refused.recipients.values()))[0]
            raise Unsent(f"对方邮箱不收（{code}）", for_good=500 <= code < 600) from None
        except smtplib.SMTPAuthenticationError as refused:
            raise Unsent(f"邮件服务器不认我们的账号（{refused.smtp_code}）") from None
        except smtplib.SMTPResponseException as refused:
            raise Unsent(f"邮件服务器没有收下（{refused.smtp_code}）") from None
        except (smtplib.SMTPException, OSError) as error:
            log.warning("mail: %s", type(error).__name__)
            raise Unsent("连不上邮件服务器") from None
        except ValueError:  # an address with a line break in it
            raise Unsent("邮箱地址不对", for_good=True) from None


class SignedJson:
    """SMS by the platform's own small interface (see the operators' guide): one signed POST a message.

    2xx: taken. 422: this number cannot be reached, and trying again is no use. Anything else: once more later.
    The same ``id`` again is the same message: a gateway that has sent it answers 2xx and sends nothing.
    """

    def send(self, to: str, letter: Letter) -> None:
        told = {
            "id": letter.id,
            "to": to,
            "kind": letter.kind,
            "text": f"【{settings.MESSAGES_SIGN}】{letter.says}",
        }
        try:
            status = post(
                settings.SMS, json.dumps(told, ensure_ascii=False).encode(), key=settings.SMS_KEY,
                secret=settings.SMS_SECRET, digest="sm3",
            )  # fmt: skip
        except (OSError, ValueError) as error:
            log.warning("sms: %s", type(error).__name__)
            raise Unsent("连不上短信网关") from None
        if not 200 <= status < 300:
            raise Unsent(f"短信网关答复 {status}", for_good=status == 422)


def is_set(way: str) -> bool:
    """Whether this installation has that way out."""
    return bool(settings.EMAIL_HOST if way == "email" else settings.SMS)


def open_ways() -> list[str]:
    return [way for way in WAYS if is_set(way)]


def gateway(way: str) -> Gateway:
    made: Gateway = Smtp() if way == "email" else import_string(settings.SMS_GATEWAY)()
    return made


def mail_trouble() -> str:
    """Why no mail can be sent, in a sentence; "" when the server answers and knows us, or none is set."""
    if not is_set("email"):
        return ""
    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except smtplib.SMTPAuthenticationError:
        return "邮件服务器不认 ZHONGDU_MAIL 里的账号和密码。"
    except (smtplib.SMTPException, OSError):
        return "连不上 ZHONGDU_MAIL 里写的邮件服务器，请检查地址、端口和加密方式。"
    return ""
