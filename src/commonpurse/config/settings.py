"""Django's settings, all from the environment. Loading them starts no server and needs nothing to be set.

COMMONPURSE_PLACE         `live` (default) or `demonstration`
COMMONPURSE_CAST          `on` lets anybody sign in as one of the cast; refused outside the demonstration
COMMONPURSE_HOSTS         names this service answers to, comma-separated (default: this machine only)
COMMONPURSE_HTTPS         `on` where people come over TLS: cookies then travel no other way
COMMONPURSE_PROXIES       how many proxies of yours every request passes (default 0): their word is taken for TLS and the client's address
COMMONPURSE_SECRET        signs sessions; made and kept beside the embedded database when it is not set
COMMONPURSE_MAIL_URL      smtp://user:password@host:port ; without it mail is written to the log's place, never sent
DATABASE_URL, DATABASE_OWNER_URL, DATABASE_WORKER_URL
                          PostgreSQL for the roles `app`, `owner` and `worker`; without them the embedded server
"""

import os
import re
from pathlib import Path
from typing import cast

from django.core.exceptions import ImproperlyConfigured

from commonpurse.config.secret import secret_key
from commonpurse.foundation.addresses import Role, django_database
from commonpurse.theme.outgoing import origin
from commonpurse.theme.version import theme_version

PACKAGE = Path(__file__).resolve().parents[1]

PLACE = os.environ.get("COMMONPURSE_PLACE", "live")
if PLACE not in {"live", "demonstration"}:
    raise ImproperlyConfigured(f"COMMONPURSE_PLACE is '{PLACE}'. It can be live or demonstration.")
IN_DEMONSTRATION = PLACE == "demonstration"
CAST_SIGN_IN = os.environ.get("COMMONPURSE_CAST", "on" if IN_DEMONSTRATION else "off") == "on"
if CAST_SIGN_IN and not IN_DEMONSTRATION:
    raise ImproperlyConfigured("COMMONPURSE_CAST is on outside the demonstration: anybody could sign in as anybody. Unset it.")

DEBUG = False
SECRET_KEY = secret_key()
CSRF_FAILURE_VIEW = "commonpurse.pages.errors.form_expired"
ALLOWED_HOSTS = [host for host in os.environ.get("COMMONPURSE_HOSTS", "").split(",") if host] or ["localhost", "127.0.0.1", "[::1]"]
PROXIES = os.environ.get("COMMONPURSE_PROXIES", "0")
if not re.fullmatch("[0-9]", PROXIES):
    raise ImproperlyConfigured(f"COMMONPURSE_PROXIES is '{PROXIES}'. It is the number of proxies in front of this service, like 1.")
# Believed only where there is a proxy that writes them: anybody else could send these headers too.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if int(PROXIES) else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(PROXIES)  # the client's address is that many from the end of X-Forwarded-For
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]"}]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "pgtrigger",
    "commonpurse.foundation",
    "commonpurse.access",
    "commonpurse.documents",
    "commonpurse.organisations",
    "commonpurse.people",
    "commonpurse.journeys",
    "commonpurse.assessments",
    "commonpurse.allocation",
    "commonpurse.plans",
    "commonpurse.theme",
    "commonpurse.pages",
    *(["commonpurse.demonstration"] if IN_DEMONSTRATION else []),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commonpurse.config.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "commonpurse.config.middleware.refusals",
    "commonpurse.config.middleware.effort",
    "commonpurse.access.middleware.actor",
    "commonpurse.config.middleware.page_that_was_open",
    "commonpurse.pages.person.rooms.own_room",
]

CAPACITY_AT = {  # as what somebody acts, by the beginning of the address
    "/my/": "own",
    "/helping/": "helper",
    "/shown/": "shown",
    "/work/": "practitioner",
    "/manage/": "manager",
    "/privacy/": "privacy",
    "/administer/": "administrator",
}

ROOT_URLCONF = "commonpurse.config.urls"
WSGI_APPLICATION = "commonpurse.config.wsgi.application"
APPEND_SLASH = False

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.messages.context_processors.messages",
    "commonpurse.pages.context.every_page",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "OPTIONS": {"environment": "commonpurse.theme.jinja.environment", "context_processors": _CONTEXT},
    },
    {  # only for the texts of allauth's mails
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

# `app` serves people, `worker` runs jobs and commands, `owner` migrates.
DATABASE_ROLE = cast("Role", os.environ.get("COMMONPURSE_DATABASE_ROLE", "app"))
DATABASES = {"default": django_database(DATABASE_ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "commonpurse.foundation.cache.Cache", "LOCATION": "foundation_cache"}}
SESSION_ENGINE = "commonpurse.access.sessions"
SESSION_COOKIE_NAME = "commonpurse"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("COMMONPURSE_HTTPS", "off") == "on"
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer a browser sends `Origin: null`, and every form of ours is refused
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", origin("somewhere_neutral")],  # the way out is a form, and Chromium holds its redirect to this
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["sign_in_name", "email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:home"
LOGOUT_REDIRECT_URL = "public:front"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_ADAPTER = "commonpurse.pages.account.adapter.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made by a practitioner or by invitation, never by signing up
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
# Delay, never lock-out: a hostile relative must not be able to shut a person out.
# A whole office, and a whole hospital, is one address. `login` counts every press of the button: at nine o'clock 200 workers sign in
# within a minute, some twice. `login_failed` is given back when the password was right, so it counts wrong tries only: one account
# bears five from an address in five minutes, and an address all its accounts together 30 in a minute but no more than 120 in ten;
# whoever guesses gets 12 tries a minute in the long run, and a colleague who shares their address waits ten minutes at the worst.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "30/m/ip,120/10m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "find_for_privacy": "10/m/user,100/d/user",  # whom a privacy officer names to find their record
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

# The address of every static file changes with the theme, also of those that styles and scripts name themselves; so each may be
# kept for good. A page of another version that is still open is sent on to what there is (public:theme_of_another_version).
STATIC_URL = f"/static/{theme_version()}/"
STATICFILES_DIRS = [PACKAGE / "theme" / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = f"^{STATIC_URL}"

# No mail leaves a demonstration, nor a place that has no mail server set.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_mail = os.environ.get("COMMONPURSE_MAIL_URL", "")
if IN_DEMONSTRATION or not _mail:
    EMAIL_BACKEND = "commonpurse.foundation.mail.KeptBackend"
else:
    from commonpurse.foundation.mail import smtp_settings

    globals().update(smtp_settings(_mail))
DEFAULT_FROM_EMAIL = os.environ.get("COMMONPURSE_MAIL_FROM", "no-reply@localhost")

LOGGING_CONFIG = "commonpurse.foundation.logs.configure"
LOGGING: dict[str, object] = {"version": 1}  # Django calls the function above only with something in hand
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
