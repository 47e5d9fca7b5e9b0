"""Settings, one class per environment, each read from `TRAINING_…` and described in docs/configuration.md."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent
INSTANCE = Path(os.environ.get("TRAINING_INSTANCE_DIR", ROOT / "instance"))


def database_url() -> str:
    """`DATABASE_URL`, or an SQLite file in the instance folder; plain postgres addresses name psycopg 3."""
    url = os.environ.get("DATABASE_URL") or os.environ.get("TRAINING_DATABASE_URL")
    if not url:
        INSTANCE.mkdir(parents=True, exist_ok=True)
        return f"sqlite:///{INSTANCE / 'training.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def kept_secret(name: str) -> str:
    """A secret from the environment, or one made once for this machine and kept in the instance folder (mode 600)."""
    if value := os.environ.get(name):
        return value
    path = INSTANCE / f"{name.lower()}.txt"
    if not path.exists():
        INSTANCE.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


class Config:
    """What all environments share."""

    ENVIRONMENT = "development"
    SQLALCHEMY_TRACK_MODIFICATIONS = False
    BABEL_DEFAULT_LOCALE = "zh_Hans_CN"
    BABEL_DEFAULT_TIMEZONE = "Asia/Shanghai"
    LANGUAGES = ("zh_Hans_CN", "en")
    MAX_CONTENT_LENGTH = 64 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 4 * 1024 * 1024
    MAX_FORM_PARTS = 5000
    PERMANENT_SESSION_LIFETIME = timedelta(minutes=int(os.environ.get("TRAINING_SESSION_MINUTES", "30")))
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    SESSION_COOKIE_SECURE = os.environ.get("TRAINING_HTTPS", "") == "1"
    WTF_CSRF_TIME_LIMIT = None
    LOGIN_ATTEMPTS = int(os.environ.get("TRAINING_LOGIN_ATTEMPTS", "5"))
    LOGIN_LOCK_MINUTES = int(os.environ.get("TRAINING_LOGIN_LOCK_MINUTES", "15"))
    LOGIN_ATTEMPTS_PER_ADDRESS = int(os.environ.get("TRAINING_LOGIN_ATTEMPTS_PER_ADDRESS", "50"))
    PASSWORD_MIN_LENGTH = int(os.environ.get("TRAINING_PASSWORD_MIN_LENGTH", "10"))
    PASSWORD_MIN_CLASSES = int(os.environ.get("TRAINING_PASSWORD_MIN_CLASSES", "3"))
    ENROL_FORMS_PER_HOUR = int(os.environ.get("TRAINING_ENROL_FORMS_PER_HOUR", "30"))
    TRUSTED_PROXIES = int(os.environ.get("TRAINING_TRUSTED_PROXIES", "0"))
    IMPORT_MAX_BYTES = int(os.environ.get("TRAINING_IMPORT_MAX_MB", "20")) * 1024 * 1024
    VIDEO_MAX_BYTES = int(os.environ.get("TRAINING_VIDEO_MAX_MB", "500")) * 1024 * 1024
    CHINESE_FONT = os.environ.get("TRAINING_CHINESE_FONT", "")
    ARCHIVE_DIR = Path(os.environ.get("TRAINING_ARCHIVE_DIR", INSTANCE / "archives"))
    COMPILED_DIR = INSTANCE / "compiled"
    THREADS = int(os.environ.get("TRAINING_THREADS", "16"))
    WORKERS = int(os.environ.get("TRAINING_WORKERS", "2"))
    KEPT_BYTES = int(os.environ.get("TRAINING_KEPT_MB", "32")) * 1024 * 1024
    JOBS = os.environ.get("TRAINING_JOBS", "embedded")
    SITE_URL = os.environ.get("TRAINING_SITE_URL", "")
    SMTP_HOST = os.environ.get("TRAINING_SMTP_HOST", "")
    SMTP_PORT = int(os.environ.get("TRAINING_SMTP_PORT", "587"))
    SMTP_SECURITY = os.environ.get("TRAINING_SMTP_SECURITY", "starttls")
    SMTP_USER = os.environ.get("TRAINING_SMTP_USER", "")
    SMTP_PASSWORD = os.environ.get("TRAINING_SMTP_PASSWORD", "")
    SMTP_SENDER = os.environ.get("TRAINING_SMTP_SENDER", "")
    WECOM_CORP_ID = os.environ.get("TRAINING_WECOM_CORP_ID", "")
    WECOM_AGENT_ID = os.environ.get("TRAINING_WECOM_AGENT_ID", "")
    WECOM_SECRET = os.environ.get("TRAINING_WECOM_SECRET", "")
    WECOM_WEBHOOK = os.environ.get("TRAINING_WECOM_WEBHOOK", "")
    WECOM_HOST = os.environ.get("TRAINING_WECOM_HOST", "https://qyapi.weixin.qq.com")
    DINGTALK_KEY = os.environ.get("TRAINING_DINGTALK_KEY", "")
    DINGTALK_SECRET = os.environ.get("TRAINING_DINGTALK_SECRET", "")
    DINGTALK_AGENT_ID = os.environ.get("TRAINING_DINGTALK_AGENT_ID", "")
    DINGTALK_WEBHOOK = os.environ.get("TRAINING_DINGTALK_WEBHOOK", "")
    DINGTALK_WEBHOOK_SECRET = os.environ.get("TRAINING_DINGTALK_WEBHOOK_SECRET", "")
    DINGTALK_HOST = os.environ.get("TRAINING_DINGTALK_HOST", "https://oapi.dingtalk.com")
    UNUSED_FILE_DAYS = int(os.environ.get("TRAINING_UNUSED_FILE_DAYS", "7"))
    DEMO = os.environ.get("TRAINING_DEMO", "") == "1"

    def __init__(self) -> None:
        self.SQLALCHEMY_DATABASE_URI = database_url()
        self.SQLALCHEMY_ENGINE_OPTIONS = {"pool_size": self.THREADS + 2, "max_overflow": 2}  # a thread, a connection
        self.SECRET_KEY = kept_secret("TRAINING_SECRET_KEY")
        self.DATA_KEY = kept_secret("TRAINING_DATA_KEY")


class DevelopmentConfig(Config):
    """One machine, one file, secrets made on first start."""


class TestConfig(Config):
    """Tests: own database, fast sessions, no CSRF surprises (forms still carry the field)."""

    ENVIRONMENT = "test"
    TESTING = True
    WTF_CSRF_ENABLED = True

    def __init__(self) -> None:
        self.SQLALCHEMY_DATABASE_URI = "sqlite://"
        self.SECRET_KEY = "test-secret-key-test-secret-key-0123"  # noqa: S105 - tests only, guards nothing
        self.DATA_KEY = "test-data-key-test-data-key-01234567"


class ProductionConfig(Config):
    """A served site: refuses to start without its secrets."""

    ENVIRONMENT = "production"
    SESSION_COOKIE_SECURE = True

    def __init__(self) -> None:
        missing = [name for name in ("TRAINING_SECRET_KEY", "TRAINING_DATA_KEY") if not os.environ.get(name)]
        if missing:
            raise RuntimeError(f"set {' and '.join(missing)} before starting in production")
        super().__init__()


def current_config() -> Config:
    """The configuration named by `TRAINING_ENVIRONMENT` (development unless told otherwise)."""
    choices = {"development": DevelopmentConfig, "test": TestConfig, "production": ProductionConfig}
    return choices[os.environ.get("TRAINING_ENVIRONMENT", "development")]()
