from django.apps import AppConfig


class Commands(AppConfig):
    name = "zhongdu.cli"
    verbose_name = "命令行"
