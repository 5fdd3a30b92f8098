from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "zhongdu.messages"
    label = (
        "zhongdu_messages"  # Django's own messages, which stand on top of one page once, have the short name
    )
    verbose_name = "消息"
