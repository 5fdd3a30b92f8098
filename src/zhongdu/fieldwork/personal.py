"""What of a visit is personal, and how far its masked value may be shown."""

from zhongdu.vault.fields import Sight, classify

classify("visit_words", "text", "巡查中的文字说明", Sight.HANDLER)
classify("visit_place", "text", "巡查地点", Sight.HANDLER)
# Where a question asks for the place; shown under it, never by a timeline.
classify("visit_places", "text", "题目里的位置", Sight.SEALED)
# How it was captured, and what another device says: shown in panels of their own, never by a timeline.
classify("visit_capture", "text", "采集情况", Sight.SEALED)
classify("visit_version", "text", "另一份记录", Sight.SEALED)
