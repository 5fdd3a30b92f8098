"""What of publicity work is personal, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("publicity_account", "text", "宣传情况", Sight.HANDLER)
