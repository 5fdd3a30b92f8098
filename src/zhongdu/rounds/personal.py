"""What a round keeps that nobody may read yet, classified before it can be kept."""

from zhongdu.vault.fields import Sight, classify

classify("round_seed", "text", "封存的抽取种子", Sight.SEALED)  # until the drawing makes it public
