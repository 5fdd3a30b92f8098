"""What a selection keeps of people and for people, classified before it can be kept."""

from zhongdu.vault.fields import Sight, classify

classify(
    "selection_seed", "text", "封存的抽签种子", Sight.SEALED
)  # until it is made public with the proposal
