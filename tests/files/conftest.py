from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """Where the evidence lies in this test; the keys of the vault lie beside it."""
    settings.KEYS = tmp_path / "keys"
    settings.MEDIA_ROOT = tmp_path / "files"
    return settings.MEDIA_ROOT
