"""The personal fields of opinions and letters: each classified once, masked and sealed like the rest."""

from zhongdu.vault.fields import Sight, classify

classify("opinion", "text", "意见建议内容", Sight.HANDLER)
classify("opinion_gist", "text", "意见建议摘要", Sight.HANDLER)
classify("voice_answer", "text", "对意见、来信的答复", Sight.HANDLER)
classify("letter", "text", "转递来信的内容", Sight.HANDLER)
classify("letter_talk", "text", "和写信人的对话", Sight.HANDLER)
classify("letter_feedback", "text", "给监督员的办理反馈", Sight.HANDLER)
classify("digest_gists", "text", "汇总选用的意见摘要", Sight.HANDLER)
