"""What of a visit is personal, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("visit_words", "text", "巡查中的文字说明", Sight.HANDLER)
classify("visit_place", "text", "巡查地点", Sight.HANDLER)
