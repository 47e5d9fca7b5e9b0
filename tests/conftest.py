"""What tests are given.

`app` and everything that stands on it exist once per engine: tests in tests/db and tests/web run on SQLite and on
PostgreSQL (a page tried with many values: on PostgreSQL with the first); all others, and those marked `one_engine` because
what they prove stands above the tables, on SQLite alone.
`TRAINING_TEST_ENGINES=sqlite` keeps to one engine while working.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from accounts.models import User
from app import create_app
from config import TestConfig
from core.db import Base, db, will_write
from tests import engines
from tests.browser import Browser
from tests.factories import Make
from tests.translations import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
ROOMS_ON_EVERY_ENGINE = ("tests/db/", "tests/web/")
ENGINES = tuple(os.environ.get("TRAINING_TEST_ENGINES", "sqlite,postgresql").split(","))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give tests of the database and of pages one run per engine."""
    if "engine_name" not in metafunc.fixturenames:
        return
    room = Path(str(metafunc.definition.path)).resolve().relative_to(ROOT).as_posix()
    alone = not room.startswith(ROOMS_ON_EVERY_ENGINE) or metafunc.definition.get_closest_marker("one_engine")
    names = ("sqlite",) if alone else ENGINES
    metafunc.parametrize("engine_name", names, indirect=True, scope="session")


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes are no name: those of a zip hold the time of day, and two workers would collect different tests."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of a page that is tried with many values, the first engine takes all and every other engine the first one."""
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    tried: set[tuple[str, str]] = set()
    for item in items:
        values = dict(item.callspec.params) if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        engine = values.pop("engine_name", ENGINES[0])
        name = (item.nodeid.partition("[")[0], str(engine))
        again = engine != ENGINES[0] and bool(values) and "/web/" in item.nodeid and name in tried
        tried.add(name)
        (left if again else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`."""
    name: str = getattr(request, "param", "sqlite")
    return name


@pytest.fixture(scope="session")
def database_url(engine_name: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """An empty database of the engine, of this test process alone."""
    if engine_name == "postgresql":
        return engines.create_database("suite")
    return engines.sqlite_url(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a database that the real migrations have built."""
    compile_catalogues()
    config = TestConfig()
    config.SQLALCHEMY_DATABASE_URI = database_url
    config.ARCHIVE_DIR = tmp_path_factory.mktemp("archives")
    app = create_app(config)
    gc.collect()
    gc.freeze()  # what has been imported stays; the collector need not look at it after every test
    gc.set_threshold(50_000, 20, 50)
    with app.app_context():
        if (ROOT / "migrations" / "versions").is_dir():
            upgrade(str(ROOT / "migrations"))
        else:
            Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def connection(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    """One connection and one transaction for the whole test; the application's sessions join it as savepoints."""
    will_write.set(True)
    with app.app_context():
        connection = db.engine.connect()
    transaction = connection.begin()

    class OneConnectionSession(FlaskSession):
        def get_bind(self, *_args: Any, **_kwargs: Any) -> Connection:
            return connection

    options = {"class_": OneConnectionSession, "join_transaction_mode": "create_savepoint"}
    monkeypatch.setattr(db, "session", db._make_scoped_session(options))
    yield connection
    transaction.rollback()
    connection.close()


@pytest.fixture
def db_session(connection: Connection) -> Iterator[Session]:
    """The test's own session, apart from the application's: what a view forgot to commit is not there."""
    options: Any = {"join_transaction_mode": "create_savepoint", "expire_on_commit": False}
    with Session(connection, **options) as session:
        yield session


@pytest.fixture
def in_app(app: Flask, connection: Connection) -> Iterator[Any]:
    """The application's own session, inside its context: for actions and queries that a test calls without a page."""
    with app.app_context():
        yield db.session


@pytest.fixture
def make(db_session: Session) -> Make:
    """Factories: `make.User(role=…)` gives a committed row, and knows nothing but defaults."""
    return Make(db_session)


@pytest.fixture
def client(app: Flask, db_session: Session) -> FlaskClient:
    """A plain client. Before each request the test's session lets go of what it knows, so that it reads anew after it."""

    class FreshlyReadingClient(FlaskClient):
        def open(self, *args: Any, **kwargs: Any) -> Any:
            db_session.commit()
            db_session.expire_all()
            return super().open(*args, **{"buffered": True, **kwargs})

    return FreshlyReadingClient(app, app.response_class, use_cookies=True)


@pytest.fixture
def run_command(app: Flask, db_session: Session) -> Callable[..., Result]:
    """`run_command("accounts", "list")` runs `flask accounts list`; after it, the test's session reads anew."""

    def invoke(*words: str, **options: Any) -> Result:
        db_session.commit()
        db_session.expire_all()
        return app.test_cli_runner().invoke(args=list(words), **options)

    return invoke


@pytest.fixture
def browser(app: Flask, client: FlaskClient, engine_name: str) -> Browser:
    """A person's browser: opens pages by endpoint and checks each of them, on one engine, for pages do not know theirs."""
    return Browser(app, client, checks=engine_name == ENGINES[0])


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[User], User]:
    """Put a person into the session of `client` and `browser`, without the sign-in page."""

    def put(user: User) -> User:
        with client.session_transaction() as session:
            session["_user_id"] = user.get_id()
            session["_fresh"] = True
        return user

    return put


class Statements(list[str]):
    """The SQL statements that ran, without the bookkeeping of transactions."""


@pytest.fixture
def count_queries(connection: Connection) -> Iterator[Callable[[Callable[[], Any]], int]]:
    """`count_queries(lambda: browser.get(…))`: how many statements that took."""
    heard = Statements()

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            heard.append(statement)

    def count(work: Callable[[], Any]) -> int:
        heard.clear()
        work()
        return len(heard)

    event.listen(connection, "before_cursor_execute", listen)
    yield count
    event.remove(connection, "before_cursor_execute", listen)
