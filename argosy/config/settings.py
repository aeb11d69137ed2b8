"""Django's settings: one file, one process, one company."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from argosy.config import env
from argosy.database.url import django_database

PACKAGE = Path(__file__).resolve().parent.parent
ENV = env.load()

DEBUG = ENV.debug
SECRET_KEY = env.secret_key(ENV.home)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *ENV.hosts]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "heroicons",
    "procrastinate.contrib.django",
    "argosy.kernel",
    "argosy.jobs",
    "argosy.web",
    "argosy.identity",
    "argosy.company",
    "argosy.evidence",
    "argosy.catalogue",
    "argosy.inventory",
    "argosy.customers",
    "argosy.channels",
    "argosy.orders",
    "argosy.fulfilment",
    "argosy.finance",
    "argosy.intake",
    "argosy.sync",
    "argosy.strategy",
    "argosy.doctor",
    "argosy.api",
    "argosy.console",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "argosy.web.security.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "argosy.web.people.PeoplesSessions",
    "django.middleware.common.CommonMiddleware",
    "argosy.web.people.PeoplesForms",
    "argosy.web.people.PeoplesAccounts",
    "argosy.console.middleware.ScopeMiddleware",
    "argosy.web.language.LanguageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "argosy.web.refusals.RefusalMiddleware",
    "argosy.api.middleware.KeyMiddleware",
    "argosy.web.access.AccessMiddleware",
]

ROOT_URLCONF = "argosy.config.urls"
WSGI_APPLICATION = "argosy.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "argosy.console.shell.context",
            ],
        },
    }
]

DATABASES = {"default": django_database(ENV.company)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "identity.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
CSRF_FAILURE_VIEW = "argosy.console.views.session.forged"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

WEBHOOKS_TO_LOOPBACK = ENV.webhooks_to_loopback

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Chinese"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# A file is kept in chunks, so memory stays flat; the body limit is for forms, not for uploads.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# A quarantined invoice of a wholesaler has hundreds of rows, and each of their cells is a field.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
