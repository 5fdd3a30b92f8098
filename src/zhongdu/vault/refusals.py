"""What the vault says when it cannot do what was asked."""


class VaultError(Exception):
    """A refusal: ``message`` is one Chinese sentence for people, ``code`` is for programs."""

    code = "vault"
    message = "个人信息保险箱出错。"

    def __init__(self, message: str = ""):
        self.message = message or self.message
        super().__init__(self.message)


class KeysLost(VaultError):
    code = "vault.keys_lost"
    message = "密钥目录不完整，请从备份中恢复全部密钥后再启动。"


class KeyUnknown(VaultError):
    code = "vault.key_unknown"
    message = "加密这条个人信息的密钥不在密钥目录中，请从备份中恢复。"


class Unreadable(VaultError):
    code = "vault.unreadable"
    message = "这条个人信息无法解密：数据已被改动或已损坏。"


class Unclassified(VaultError):
    """A mistake of the program: a field must be classified before a value is put under it."""

    code = "vault.unclassified"
    message = "这一项个人信息尚未分类，不能保存。"


class Unchangeable(VaultError):
    """A mistake of the program: an entry is written once, and later only erased."""

    code = "vault.unchangeable"
    message = "保险箱中的记录不能修改，只能写入新值或依法清除。"


class TooShort(VaultError):
    code = "vault.too_short"
    message = "请至少输入连续的两个字再查找。"
