"""Every deployment choice, in one file, from environment variables (twelve-factor).

Nothing here is secret in a default installation: keys are made on first start and kept in
``ZHONGDU_VAR``, outside the database and outside the repository.
"""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF

from zhongdu import places


def choice(name: str, default: str = "") -> str:
    return os.environ.get(f"ZHONGDU_{name}", default)


def switch(name: str, default: bool = False) -> bool:
    return choice(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


# --- where things are kept -------------------------------------------------------------------
VAR = places.var()  # database, files, keys, packs and holiday lists that come later
LAW = places.law()  # the packs that ship
MEDIA_ROOT = VAR / "files"
KEYS = Path(choice("KEYS", str(VAR / "keys")))
# What seals personal data: …Sm4Gcm, …Aes256Gcm, or the class that drives a certified device.
CIPHER = choice("CIPHER", "zhongdu.vault.cipher.Sm4Gcm")


def kept_secret(name: str) -> str:
    """A random value made once and kept in the key folder, readable by the service alone."""
    from secrets import token_hex, token_urlsafe

    path = KEYS / name
    if not path.exists():
        KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = KEYS / f".{name}.{token_hex(8)}"
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)  # appears whole, and never replaces what another process made first
        draft.unlink()
    return path.read_text()


SECRET_KEY = choice("SECRET_KEY") or kept_secret("session.key")
DEBUG = switch("DEBUG")
DEMO = switch("DEMO", default=True)  # whether a new installation is filled with the demo
ALLOWED_HOSTS = choice("HOSTS", "127.0.0.1,localhost,[::1]").split(",")
PUBLIC_URL = choice("URL", "http://127.0.0.1:8000")  # what QR codes on paper point to
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
WORKERS = int(choice("WORKERS", str(min(2, os.cpu_count() or 1))))  # server processes
THREADS = int(choice("THREADS", "4"))  # threads in each
# How many proxies of ours stand before it, each adding to X-Forwarded-For where a request came from.
PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(choice("PROXIES", "0"))


def database(url: str) -> dict[str, object]:
    """``sqlite:///path`` or ``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path if parts.path.startswith("//") is False else parts.path[1:],
            "OPTIONS": {
                # One writer at a time, decided when a transaction begins and not in its middle.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; PRAGMA cache_size=-32000; PRAGMA secure_delete=ON;",
            },
            "CONN_MAX_AGE": 60,  # seconds: opening the file costs more than most questions to it
            # In a file, so that tests of several threads and the live server see one database.
            "TEST": {"NAME": os.environ.get("ZHONGDU_TEST_DATABASE")},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        # Who may know of a row is asked by many small conditions, which PostgreSQL takes for so much work that it would
        # compile them: seconds, for a question answered in milliseconds.
        "OPTIONS": {"options": "-c jit=off"}
        | {key: values[0] for key, values in parse_qs(parts.query).items()},
    }


DATABASES = {"default": database(choice("DATABASE", f"sqlite:///{VAR / 'zhongdu.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What must hold in every worker is counted in the database: here, sign-ins that failed. Keys are hashes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kit_cached",
        "KEY_FUNCTION": "zhongdu.kit.counting.cache_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- the house ---------------------------------------------------------------------------------
ROOMS = [
    "zhongdu.measures",
    "zhongdu.bureaus",
    "zhongdu.institutions",
    "zhongdu.recruitment",
    "zhongdu.selection",
    "zhongdu.roster",
    "zhongdu.fieldwork",
    "zhongdu.rounds",
    "zhongdu.leads",
    "zhongdu.discipline",
    "zhongdu.platforms",
    "zhongdu.service",
    "zhongdu.rewards",
    "zhongdu.voices",
    "zhongdu.inspections",
    "zhongdu.cases",
    "zhongdu.agreements",
    "zhongdu.fund",
    "zhongdu.meetings",
    "zhongdu.budget",
    "zhongdu.briefings",
    "zhongdu.training",
    "zhongdu.publicity",
    "zhongdu.figures",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "zhongdu.vault",
    "zhongdu.law",
    "zhongdu.scope",
    "zhongdu.record",
    "zhongdu.acts",
    "zhongdu.duties",
    "zhongdu.files",
    "zhongdu.papers",
    "zhongdu.jobs",
    "zhongdu.messages",
    "zhongdu.kit",
    *ROOMS,
    "zhongdu.web",
    "zhongdu.cli",
    "zhongdu.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhongdu.api.settlement.ahead",  # before whatever only browsers need
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhongdu.web.middleware.face",
]
ROOT_URLCONF = "zhongdu.web.urls"
WSGI_APPLICATION = "zhongdu.web.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # First, so that ours stand before the form and sign-in pages that libraries bring.
        "DIRS": [places.PACKAGE / "web" / "templates", places.PACKAGE / "kit" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "zhongdu.web.context.face",
            ],
            "builtins": ["zhongdu.kit.templatetags.kit"],
        },
    }
]

# --- signing in --------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "zhongdu.web.backend.PhoneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "zhongdu.web.signing_in.Adapter"
ACCOUNT_FORMS = {
    "login": "zhongdu.web.entrance.SignIn",
    "change_password": "zhongdu.web.entrance.NewPassword",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- the browser -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],  # what was just recorded is heard before it is sent
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_AGE = 60 * 60 * 12

# --- files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
S3 = choice("S3")  # https://key:secret@host/bucket?region=…: evidence lies there, and not under MEDIA_ROOT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "evidence": {"BACKEND": choice("FILES", f"zhongdu.files.{'s3.Bucket' if S3 else 'storage.Folder'}")},
}
UPLOAD_LIMIT = int(choice("UPLOAD_LIMIT", str(20 * 1024 * 1024)))  # bytes a file
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000  # a list of a thousand people to tick, and its form

# --- work that no request waits for ------------------------------------------------------------
TASKS = {"default": {"BACKEND": choice("TASKS", "django_tasks_db.DatabaseBackend")}}

# --- telling people ------------------------------------------------------------------------------
# smtps://user:password@host:465, smtp+starttls://user:password@host:587 or smtp://host:25
_mail = urlsplit(choice("MAIL"))
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or {"smtps": 465, "smtp+starttls": 587}.get(_mail.scheme, 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 10  # seconds
MAIL_FROM = choice("MAIL_FROM", "zhongdu@localhost")  # whom mail comes from
SMS = choice("SMS")  # the address of the SMS gateway
SMS_KEY = choice("SMS_KEY")
SMS_SECRET = choice("SMS_SECRET")
SMS_GATEWAY = choice("SMS_GATEWAY", "zhongdu.messages.gateways.SignedJson")  # the class that speaks to it
MESSAGES_SIGN = choice(
    "MESSAGES_SIGN", "医保基金社会监督"
)  # who speaks: no bureau's name, see messages/words.toml
MESSAGES_A_DAY = int(choice("MESSAGES_A_DAY", "10"))  # of e-mails, and of SMS, to one person

# --- papers --------------------------------------------------------------------------------------
FONT_FOLDERS = [Path(part) for part in choice("FONTS").split(os.pathsep) if part]  # besides the system's own
SYSTEM_FONTS = switch("SYSTEM_FONTS", True)
FONT_MAP = {  # families to prefer for a role, separated by commas, before those papers/fonts.py looks for
    role: [name.strip() for name in choice(f"FONT_{role.upper()}").split(",") if name.strip()]
    for role in ("biaosong", "song", "hei", "kai", "fang")
}

# --- language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page refused or not found was answered to who asked; only our own faults belong here.
    "loggers": {"django.request": {"level": "ERROR"}},
}
