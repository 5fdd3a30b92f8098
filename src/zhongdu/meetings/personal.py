"""What of meetings is personal, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("meeting_minutes", "text", "会议纪要", Sight.HANDLER)
classify("meeting_views", "text", "纪要所列的意见", Sight.HANDLER)
