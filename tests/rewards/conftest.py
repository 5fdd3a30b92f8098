"""Verified leads and the people who decide on their rewards."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
