"""The application a server serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongdu.settings")
application = get_wsgi_application()

# The code, the law and the addresses are read once and stay: no use in looking through them for garbage ever again.
gc.collect()
gc.freeze()
