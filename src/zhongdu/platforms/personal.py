"""What of other platforms is secret, and who may see even its mask."""

from zhongdu.vault.fields import Sight, classify

classify("platform_secret", "text", "平台密钥", Sight.SEALED)
