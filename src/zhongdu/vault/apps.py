from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "zhongdu.vault"
    verbose_name = "个人信息保险箱"
