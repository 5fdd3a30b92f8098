"""``python -m zhongdu.cli``."""

import sys

from zhongdu.cli import main

sys.exit(main())
