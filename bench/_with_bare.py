"""The application with the addresses of ``_bare`` beside its own."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongdu.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

settings.ROOT_URLCONF = "_bare"
settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
application = get_wsgi_application()
