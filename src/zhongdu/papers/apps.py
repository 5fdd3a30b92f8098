from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "zhongdu.papers"
    label = "papers"
    verbose_name = "文书"
