"""Whether people can be told by e-mail and SMS from here."""

from zhongdu.cli.registry import Finding, command


@command("messages check", "核对短信、邮件设置：设了哪些，邮件服务器认不认我们", django=True)
def check_messages() -> int:
    from django.conf import settings

    from zhongdu.messages.gateways import is_set, mail_trouble

    print(
        f"邮件：{f'经 {settings.EMAIL_HOST}:{settings.EMAIL_PORT} 发出' if is_set('email') else '没有设置，不发'}。"
    )
    print(f"短信：{f'由 {settings.SMS_GATEWAY} 发出' if is_set('sms') else '没有设置，不发'}。")
    if says := mail_trouble():
        raise Finding(says)
    if is_set("sms") and not settings.SMS_SECRET:
        raise Finding("没有设 ZHONGDU_SMS_SECRET，短信网关不会认我们的签名。")
    return 0
