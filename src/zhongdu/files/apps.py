from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhongdu.files"
    verbose_name = "证据和附件"
