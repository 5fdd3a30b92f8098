"""The record: an append-only, hash-chained docket a matter, sealed nightly."""
