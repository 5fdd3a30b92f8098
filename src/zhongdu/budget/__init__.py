"""The fund's budget: drafted by the bureau, reviewed by finance, settled by government, approved by the congress; and kept to."""
