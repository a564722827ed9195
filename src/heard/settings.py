"""Every setting of Heard, read from the environment; importing this starts nothing.

With `HEARD_ENV=production` each value that is only safe on a trial machine is refused.
The command `heard` fills in what an embedded home provides before Django reads this.
"""

import json
import os
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from heard.core.openid import Provider
from heard.environment import PRODUCTION, Unsafe, database, read, require_recorder

BASE = Path(__file__).parent

# The force, as the public sees it.
FORCE_NAME = read("HEARD_FORCE_NAME", "Trial Police")
SITE_URL = read("HEARD_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
if PRODUCTION and urlsplit(SITE_URL).scheme != "https":
    raise Unsafe("HEARD_SITE_URL must begin with https:// (SC-25).")

# Where browsers of staff reach the event streams, which a process of their own serves
# (docs/operations.md); without it pages are as new as when they were opened.
STREAM_URL = os.environ.get("HEARD_STREAM_URL", "")

# Sites of the force that may show the live chat in a frame, by commas: https://www.force.example.
CHAT_SITES = [site for site in os.environ.get("HEARD_CHAT_SITES", "").split(",") if site]
for _site in CHAT_SITES:
    if not re.fullmatch(r"https?://[a-z0-9.-]+(:[0-9]+)?", _site):
        raise Unsafe("HEARD_CHAT_SITES must be origins like https://www.force.example.")
    if PRODUCTION and not _site.startswith("https://"):
        raise Unsafe("HEARD_CHAT_SITES must begin with https://.")

# Addresses and networks of our own proxies, by commas: only these are believed when they say from
# where somebody came, and whether by https.
PROXIES = os.environ.get("HEARD_PROXIES", "")

# Where data live, and the keys that seal them.
HOME = Path(os.environ.get("HEARD_HOME", ".heard")).absolute()
DATABASES = {"default": database(read("DATABASE_URL", "postgresql://heard_app@localhost/heard"))}
SECRET_KEY = read("HEARD_SECRET_KEY", "a-trial-key-that-production-refuses")
HEARD_KEYS = json.loads(
    read(
        "HEARD_KEYS",
        '{"ring": {"k1": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},'
        ' "current": "k1", "lookup": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="}',
    )
)

# The clock of the machine, or that of a simulation: `system` or `simulated`.
CLOCK = os.environ.get("HEARD_CLOCK", "system")

# By channel a gateway, as a dotted path and its options, or a list of them with names, the
# preferred one first.
CHANNELS = json.loads(
    read(
        "HEARD_CHANNELS",
        json.dumps(
            {
                "sms": {
                    "gateway": "heard.channels.outbox.Outbox",
                    "options": {"path": str(HOME / "outbox.jsonl")},
                }
            }
        ),
    )
)

# Where staff sign in with the force's own account, as JSON (docs/sign-in.md); empty for nowhere.
try:
    SINGLE_SIGN_ON = Provider.read(os.environ.get("HEARD_SINGLE_SIGN_ON", ""))
except ValueError as error:
    raise Unsafe(f"HEARD_SINGLE_SIGN_ON: {error}.") from None
# Whether staff who see more than figures must prove themselves twice.
SECOND_FACTOR = os.environ.get("HEARD_SECOND_FACTOR", "on" if PRODUCTION else "off") == "on"
# How long staff may be away, how long a session lasts, and how many one person may have.
SESSION_IDLE = timedelta(minutes=int(os.environ.get("HEARD_SESSION_IDLE_MINUTES", "30")))
SESSION_LONGEST = timedelta(hours=int(os.environ.get("HEARD_SESSION_HOURS", "8")))
SESSIONS_AT_ONCE = int(os.environ.get("HEARD_SESSIONS_AT_ONCE", "5"))

# Where the facts for figures are kept, and how often the worker brings them up to date.
FACTS = Path(os.environ.get("HEARD_FACTS", HOME / "facts")).absolute()
FACTS_EVERY = float(os.environ.get("HEARD_FACTS_SECONDS", "30"))
# What answers questions about them: DuckDB in each process, or Apache Spark by this master.
ENGINE = os.environ.get("HEARD_ENGINE", "duckdb")
SPARK = os.environ.get("HEARD_SPARK", "local[*]")

# The impact areas, as CSV with their shapes as GeoJSON of the same name beside it.
IMPACT_AREAS = Path(os.environ.get("HEARD_IMPACT_AREAS", BASE / "places" / "impact_areas.csv"))

# The days from which a survey is no longer the same measurement, as CSV.
SERIES_BREAKS = Path(os.environ.get("HEARD_SERIES_BREAKS", BASE / "insight" / "series_breaks.csv"))

# What the force aims at and how it names what became of a crime, as CSV.
RESPONSE_TARGETS = Path(
    os.environ.get("HEARD_RESPONSE_TARGETS", BASE / "insight" / "response_targets.csv")
)
CRIME_OUTCOMES = Path(
    os.environ.get("HEARD_CRIME_OUTCOMES", BASE / "insight" / "crime_outcomes.csv")
)

# What the force knows of its population beyond what ships, as CSV.
_population = os.environ.get("HEARD_POPULATION", "")
POPULATION = Path(_population).absolute() if _population else None
_official = os.environ.get("HEARD_OFFICIAL", "")
OFFICIAL = Path(_official).absolute() if _official else None

# Where clamd scans what staff put to messages, as tcp://host:3310; empty for no scanner.
SCANNER = os.environ.get("HEARD_SCANNER", "")
if SCANNER and not re.fullmatch(r"tcp://[^/:@\s]+:[0-9]{1,5}", SCANNER):
    raise Unsafe("HEARD_SCANNER must be like tcp://host:3310.")

# Where reports of the live chat go: the force's recording system (docs/chat.md); empty for none.
RECORDING_URL = os.environ.get("HEARD_RECORDING_URL", "")
RECORDING_SECRET = os.environ.get("HEARD_RECORDING_SECRET", "")  # of both sides, in base64
if RECORDING_URL:
    require_recorder(RECORDING_URL, RECORDING_SECRET, production=PRODUCTION)
# Seconds that each thing of the live chat may take, where not as in conversations/tend.py.
CHAT_SECONDS = json.loads(os.environ.get("HEARD_CHAT_SECONDS", "{}"))

# The rules that a force may set (docs/operations.md).
ATTENDANCE_QUIET = timedelta(minutes=int(os.environ.get("HEARD_ATTENDANCE_QUIET_MINUTES", "15")))
DEAD_LETTERS_KEPT = timedelta(days=30)
# Forms from the field that could not be taken.
REJECTED_KEPT = timedelta(days=int(os.environ.get("HEARD_REJECTED_DAYS", "90")))
# The words of conversations, after their end.
CHAT_KEPT = timedelta(days=int(os.environ.get("HEARD_CHAT_DAYS", "90")))
REPLIES_KEPT = timedelta(days=30)  # the words of texts that were read, and of alerts closed
# By desk whom to tell, one after the other, when an alert's clock runs out.
ESCALATION = json.loads(
    os.environ.get(
        "HEARD_ESCALATION",
        '{"safety": ["the duty supervisor", "the duty inspector"],'
        ' "complaint": ["professional standards"], "praise": ["the head of the contact centre"]}',
    )
)
# By source of events after how many minutes without any it is said to be silent; "" is any other.
SILENT_MINUTES = json.loads(os.environ.get("HEARD_SILENT_MINUTES", '{"": 120}'))
LEASE = timedelta(seconds=int(os.environ.get("HEARD_LEASE_SECONDS", "120")))
MINIMUM_BASE = int(os.environ.get("HEARD_MINIMUM_BASE", "10"))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "heard.journal",
    "heard.clock",
    "heard.places",
    "heard.vault",
    "heard.consent",
    "heard.organisation",
    "heard.accounts",
    "heard.admission",
    "heard.events",
    "heard.questionnaires",
    "heard.delivery",
    "heard.eligibility",
    "heard.invitations",
    "heard.responses",
    "heard.equality",
    "heard.specialist",
    "heard.membership",
    "heard.conversations",
    "heard.fieldwork",
    "heard.dialogues",
    "heard.improvement",
    "heard.themes",
    "heard.subscriptions",
    "heard.reports",
    "heard.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "heard.web.languages.speak",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "heard.web.staff.limits.keep",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "heard.urls"
WSGI_APPLICATION = "heard.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "web" / "templates"],
        "OPTIONS": {
            "environment": "heard.web.pages.environment",
            "context_processors": ["heard.web.staff.menu.menu"],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/staff/sign-in"

# A file that is too large is dropped as it comes, before anything keeps it.
FILE_UPLOAD_HANDLERS = [
    "heard.web.uploads.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE / "web" / "locale"]  # before what Django itself would say

STATIC_URL = "/static/"
STATIC_ROOT = BASE / "web" / "static"

# Headers: nothing from elsewhere runs, frames, or learns where a citizen came from.
ALLOWED_HOSTS = read("HEARD_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# No path, and so no token, ever stands in a Referer. With no-referrer a browser would post forms
# with `Origin: null`, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "strict-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_ENGINE = "heard.web.staff.store"
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# To standard error, with every token masked; what went wrong, never what was written.
LOGGING_CONFIG = "heard.web.logs.configure"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "masked": {
            "()": "heard.web.logs.MaskedFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "masked"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}

# Ten guesses in five minutes, by account (Cyber Essentials).
AXES_FAILURE_LIMIT = 10
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_USERNAME_CALLABLE = "heard.web.staff.known_devices.counted"
AXES_DISABLE_ACCESS_LOG = True  # who signed in is in the journal, without their address
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # by account alone is stricter than by account and address
