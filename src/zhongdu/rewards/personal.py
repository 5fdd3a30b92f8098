"""What of rewards is personal, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("payee_name", "name", "收款人", Sight.SEALED)  # it says who reported
classify("payee_bank", "text", "开户银行", Sight.SEALED)
classify("payee_account", "account", "收款账号", Sight.HANDLER)
classify("reward_words", "text", "告诉举报人的话", Sight.HANDLER)
