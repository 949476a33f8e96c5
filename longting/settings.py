"""Settings: one file, everything that differs between machines comes from the environment (see longting.env).

Two shapes. *Embedded* (nothing set): SQLite, a file broker, plain http on this machine, demo allowed.
*Production* (`LONGTING_ENV=production`): PostgreSQL, Redis, TLS in front; a missing or weak value stops the start.
"""

from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from longting import env
from longting.seams import *  # noqa: F403 - the wiring between the parts of the house

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.value("LONGTING_ENV", "embedded")
if ENVIRONMENT not in ("embedded", "production"):
    raise ImproperlyConfigured("LONGTING_ENV 只能是 embedded 或 production。")
PRODUCTION = ENVIRONMENT == "production"
VAR_DIR = Path(env.value("VAR_DIR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

#: Shows the demo banner and the demo accounts on the login page; `manage.py demo` sets it, production refuses it.
DEMO = env.flag("DEMO", False)
if DEMO and PRODUCTION:
    raise ImproperlyConfigured("生产环境不能打开 DEMO。")
DEBUG = False  # error pages with source code never reach a browser; use the log
SECRET_KEY = env.secret_key(PRODUCTION, VAR_DIR / "secret_key")
SECRET_KEY_FALLBACKS = [key for key in env.value("SECRET_KEY_FALLBACKS").split(",") if key]
ALLOWED_HOSTS = env.allowed_hosts(PRODUCTION)
CSRF_TRUSTED_ORIGINS = [origin for origin in env.value("CSRF_TRUSTED_ORIGINS").split(",") if origin]
#: How many reverse proxies of ours stand in front; only then is X-Forwarded-For believed, that many hops deep.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 1 if PRODUCTION else 0, least=0)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "import_export",
    "django_htmx",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "longting.common",
    "longting.audit",
    "longting.accounts",
    "longting.notices",
    "longting.documents",
    "projects",
    "approvals",
    "ledgers",
    "longting.desk",
]

MIDDLEWARE = [
    "longting.common.middleware.RequestFactsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "longting.common.middleware.BrowserSafetyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "longting.accounts.middleware.SessionLimitsMiddleware",
    "longting.accounts.middleware.AccountDutiesMiddleware",
    "longting.common.policy.PolicyMiddleware",
    "longting.audit.middleware.OnceMiddleware",
    "longting.common.refusals.RefusalMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "longting.urls"
WSGI_APPLICATION = "longting.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "longting.desk.context.frame",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.database(PRODUCTION, f"sqlite:///{VAR_DIR / 'longting.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # the monthly grid of a unit: 300 projects × 5 inputs, and room
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_UPLOAD_BYTES = 10 * 1024 * 1024

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk:workbench"
PASSWORD_RULES = env.value("PASSWORD_RULES", "mlps")  # mlps = 等保二级; asvs = long passphrase, no rotation
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "longting.accounts.passwords.RuleValidator"},
]
DEMO_CAST = "longting.desk.demo.cast"  # its CAST and PASSWORD stand on the login page in demo mode
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", PRODUCTION)
OTP_TOTP_ISSUER = "龙亭区重大项目管理"
# django-axes counts wrong passwords; what follows, a pause and never a lock, says longting.accounts.services.sign_in.
AXES_LOCK_OUT_AT_FAILURE = False
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "longting.common.middleware.client_ip"
AXES_WHITELIST_CALLABLE = "longting.accounts.known_device.passes_lock"
AXES_DISABLE_ACCESS_LOG = True  # sign-ins stand in the audit trail and in UserSession
AXES_SENSITIVE_PARAMETERS = ["username"]
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # survives the loss of Redis
SESSION_COOKIE_AGE = 12 * 3600  # absolute limit; the idle limit is below
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_SECONDS", 1800, least=60)
SESSIONS_PER_USER = env.number("SESSIONS_PER_USER", 3, least=1)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-longting" if PRODUCTION else "longting"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_FAILURE_VIEW = "longting.desk.views.errors.csrf_failure"
# In a cookie, so that showing a message writes nothing; the session takes what is too long for one.
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

# Browser
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
}

# Language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = VAR_DIR / "files"
#: nginx serves protected files itself when this is set; otherwise the web process streams them.
ACCEL_PREFIX = env.value("ACCEL_PREFIX", "")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# Jobs
REDIS_URL = env.redis_url(PRODUCTION)
CELERY_TIMEZONE = TIME_ZONE
CELERY_ENABLE_UTC = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_TIME_LIMIT = 600
QUEUE_DIR = VAR_DIR / "queue"
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    # max_retries and the intervals: a request that finds Redis gone gives up at once instead of waiting six seconds.
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 1500,
        "socket_timeout": 5,
        "socket_connect_timeout": 1,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    }
else:
    for part in ("in", "control", "done"):
        (QUEUE_DIR / part).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT = "longting.queue_files.Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "in"),
        "data_folder_out": str(QUEUE_DIR / "in"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.2,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # 每分钟：把没有跑完、没有人认领的任务重新交出去
    "run-due-jobs": {"task": "audit.run_due_jobs", "schedule": 60.0},
    # 每天：清理过期的会话、防重复令牌和导入临时文件
    "sweep": {"task": "audit.sweep", "schedule": 24 * 3600.0},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "longting.common.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.value("LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "axes": {"level": "WARNING"}},
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "longting.common.logs.QuietReporterFilter"
