"""What the pages themselves remember: how often an address tried, the same in every worker of the server."""

from django.db import models


class Tally(models.Model):
    """How often something came from one address within a stretch of time. The address is a keyed hash, and in no log."""

    key = models.CharField(max_length=100, primary_key=True)
    until = models.DateTimeField(db_index=True)  # a while from the first; after that it says nothing any more
    n = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"tally until {self.until}"


class Cached(models.Model):
    """The table of Django's own database cache (``settings.CACHES``), in which sign-in counts what failed."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kit_cached"

    def __str__(self) -> str:
        return self.cache_key
