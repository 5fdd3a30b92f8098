from django.apps import AppConfig


class Kit(AppConfig):
    name = "zhongdu.kit"
    label = "kit"
    verbose_name = "页面部件"
