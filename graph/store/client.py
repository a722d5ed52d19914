"""A connection to a Neo4j server, and everything that can go wrong with one said in a line.

Address, user and password come from the environment, a prompt or a file that only its owner can read; the password
is never printed, logged or part of an error. What does not live here: what is sent (``cypher``, ``sync``).
"""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from graph.base.errors import BujuError, ServiceError, UsageError
from graph.base.installing import how_to_install
from graph.base.words import Words

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session

URI, USER, PASSWORD, FILE, DATABASE = (
    f"BUJU_NEO4J_{name}" for name in ("URI", "USER", "PASSWORD", "PASSWORD_FILE", "DATABASE")
)
SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
OLDEST = 5
"""First major version of the server that is spoken to."""
CONNECT, ACQUIRE, RETRY = 4.0, 8.0, 5.0
"""Seconds for a connection, for a usable one, and for repeating a transaction: no server is said within fifteen."""

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the server is and who asks; the password is never shown."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str | None = None

    @property
    def place(self) -> str:
        """The address without anything secret.

        >>> Settings("bolt://127.0.0.1:7687", "neo4j", "x").place
        'bolt://127.0.0.1:7687'
        """
        return self.uri


def settings(environ: Mapping[str, str], ask: Callable[[str], str] | None = None) -> Settings:
    """Read where the server is from the environment.

    Parameters
    ----------
    environ
        ``BUJU_NEO4J_URI``, ``BUJU_NEO4J_USER`` (default ``neo4j``), ``BUJU_NEO4J_PASSWORD`` or
        ``BUJU_NEO4J_PASSWORD_FILE``, ``BUJU_NEO4J_DATABASE`` (default: the user's own).
    ask
        Asks for the password of the user it is given; None where there is no terminal.

    Raises
    ------
    UsageError
        No address, an address with a password in it, no password, or a password file that others can read.

    Examples
    --------
    >>> settings({"BUJU_NEO4J_URI": "bolt://localhost", "BUJU_NEO4J_PASSWORD": "secret"})
    Settings(uri='bolt://localhost', user='neo4j', database=None)
    """
    uri = environ.get(URI, "").strip()
    if not uri:
        words = Words(
            "no Neo4j server is named; set {u}, e.g. {u}=bolt://localhost:7687",
            "未指定 Neo4j 服务器；请设置 {u}，例如 {u}=bolt://localhost:7687",
        )
        raise UsageError(words.fill(u=URI))
    _check(uri)
    user = environ.get(USER, "").strip() or "neo4j"
    password = environ.get(PASSWORD, "")
    if not password and environ.get(FILE):
        password = _from_file(Path(environ[FILE]))
    if not password and ask is not None:
        password = ask(user)
    if not password:
        words = Words(
            "no password for Neo4j; set {p}, or {f} to a file that only you can read",
            "未提供 Neo4j 密码；请设置 {p}，或将 {f} 指向仅本人可读的文件",
        )
        raise UsageError(words.fill(p=PASSWORD, f=FILE))
    return Settings(uri, user, password, environ.get(DATABASE, "").strip() or None)


def _check(uri: str) -> None:
    try:
        parts = urlsplit(uri)
        known = parts.scheme in SCHEMES and bool(parts.hostname) and (parts.port is None or parts.port > 0)
        secret = "@" in parts.netloc
    except ValueError:
        known, secret = False, "@" in uri
    if secret:
        words = Words(
            "{u} holds a user or password; give them as {user} and {p}",
            "{u} 中不得含用户名或密码，请改用 {user} 和 {p}",
        )
        raise UsageError(words.fill(u=URI, user=USER, p=PASSWORD))
    if not known:
        words = Words(
            "{u} is no address of a Neo4j server; write it like bolt://localhost:7687 (or {s})",
            "{u} 不是 Neo4j 服务器地址；写法如 bolt://localhost:7687（或 {s}）",
        )
        raise UsageError(words.fill(u=URI, s=", ".join(f"{s}://" for s in SCHEMES[1:])))


def _from_file(path: Path) -> str:
    """The first line of a file that only its owner can read."""
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UsageError(Words("{p} is not a file", "{p} 不是普通文件").fill(p=path))
            strange = hasattr(os, "getuid") and about.st_uid != os.getuid()
            if os.name == "posix" and (strange or about.st_mode & 0o077):
                words = Words(
                    "{p} can be read by others; its owner must be you: chmod 600 {p}",
                    "{p} 可被他人读取，须归本人所有且仅本人可读：chmod 600 {p}",
                )
                raise UsageError(words.fill(p=path))
            return file.readline(4096).decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        words = Words("the password file {p} cannot be read: {r}", "无法读取密码文件 {p}：{r}")
        raise UsageError(words.fill(p=path, r=reason)) from None


@dataclass(frozen=True)
class Connection:
    """An open session; every error of the server becomes a ``ServiceError``."""

    settings: Settings
    session: Session
    version: str

    def write(self, statement: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run one statement in a write transaction of its own."""
        records: list[dict[str, Any]] = self.in_write(lambda run: run(statement, **parameters))
        return records

    def in_write(self, work: Callable[[Run], Any]) -> Any:
        """Run statements in one write transaction; an error leaves nothing of it."""
        with told(self.settings):
            return self.session.execute_write(lambda tx: work(_runner(tx)))

    def in_read(self, work: Callable[[Run], Any]) -> Any:
        """Run statements in one read transaction."""
        with told(self.settings):
            return self.session.execute_read(lambda tx: work(_runner(tx)))

    def alone(self, statement: str) -> list[dict[str, Any]]:
        """Run a statement that changes the schema, which takes no transaction beside it."""
        with told(self.settings):
            return list(self.session.run(statement).data())


Run = Callable[..., list[dict[str, Any]]]
"""Runs one statement with parameters, gives its records."""


def _runner(tx: ManagedTransaction) -> Run:
    def run(statement: str, **parameters: Any) -> list[dict[str, Any]]:
        result = tx.run(statement, parameters)
        names = result.keys()
        return [dict(zip(names, record.values(), strict=True)) for record in result]

    return run


@contextmanager
def connect(given: Settings) -> Iterator[Connection]:
    """Open a session, after the server has answered and is new enough.

    Raises
    ------
    UsageError
        The driver is not installed.
    ServiceError
        No server, wrong password, no such database, or a server older than Neo4j 5.
    """
    try:
        import neo4j  # noqa: PLC0415 - only where a server is spoken to
    except ImportError:
        words = Words(
            "the Neo4j driver is not installed: {how}",
            "未安装 Neo4j 驱动：{how}",
        )
        raise UsageError(words.fill(how=how_to_install("neo4j"))) from None
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what matters is said by told()
    with told(given):
        driver = neo4j.GraphDatabase.driver(
            given.uri,
            auth=(given.user, given.password),
            connection_timeout=CONNECT,
            connection_acquisition_timeout=ACQUIRE,
            max_transaction_retry_time=RETRY,
        )
    with driver:
        version = _verify(driver, given)
        with driver.session(database=given.database) as session:
            connection = Connection(given, session, version)
            connection.in_read(lambda run: run("RETURN 1 AS n"))  # a database that is not there is said now
            yield connection


def _verify(driver: Driver, given: Settings) -> str:
    with told(given):
        driver.verify_connectivity()
        agent = str(driver.get_server_info().agent)
    version = agent.partition("/")[2]
    major = re.match(r"\d+", version)
    if agent.startswith("Neo4j/") and major and int(major[0]) < OLDEST:
        raise _too_old(given, version)
    return version


def _too_old(given: Settings, version: str) -> ServiceError:
    words = Words(
        "the server at {uri} is Neo4j {v}; Neo4j {n} or newer is needed",
        "{uri} 的服务器版本为 Neo4j {v}，需要 Neo4j {n} 及以上",
    )
    return ServiceError(words.fill(uri=given.place, v=version, n=OLDEST))


@contextmanager
def told(given: Settings) -> Iterator[None]:
    """Turn errors of the driver into one-line ``ServiceError`` s without anything secret."""
    try:
        yield
    except BujuError:
        raise
    except Exception as error:
        words = _words(error, given)
        if words is None:
            raise
        raise ServiceError(words) from None


_CODES = {
    "Neo.ClientError.Security.Unauthorized": Words(
        "the Neo4j server at {uri} refuses the password of user {user}",
        "{uri} 的 Neo4j 服务器拒绝了用户 {user} 的密码",
    ),
    "Neo.ClientError.Security.AuthenticationRateLimit": Words(
        "the Neo4j server at {uri} has seen too many wrong passwords of user {user}; wait a little",
        "用户 {user} 密码错误次数过多，{uri} 的 Neo4j 服务器暂停登录，请稍候再试",
    ),
    "Neo.ClientError.Security.CredentialsExpired": Words(
        "user {user} must first change the password on the Neo4j server at {uri}",
        "用户 {user} 须先在 {uri} 的 Neo4j 服务器上修改初始密码",
    ),
    "Neo.ClientError.Security.Forbidden": Words(
        "user {user} may not do this on the Neo4j server at {uri}",
        "用户 {user} 无权在 {uri} 的 Neo4j 服务器上执行此操作",
    ),
    "Neo.ClientError.Database.DatabaseNotFound": Words(
        "the Neo4j server at {uri} has no database {database}", "{uri} 的 Neo4j 服务器没有数据库 {database}"
    ),
    "Neo.TransientError.General.DatabaseUnavailable": Words(
        "the database {database} at {uri} is not running", "{uri} 的数据库 {database} 未运行"
    ),
    "Neo.DatabaseError.Schema.ConstraintCreationFailed": Words(
        "the database at {uri} holds nodes with the same key twice; remove them first: {text}",
        "{uri} 的数据库中有主键重复的节点，请先清除：{text}",
    ),
}


def _words(error: Exception, given: Settings) -> Words | None:
    """The sentence for an error of the driver; None for any other error."""
    from neo4j import exceptions as known  # noqa: PLC0415

    about = {"uri": given.place, "user": given.user, "database": given.database or "neo4j"}
    text = _text(error)
    if given.password:
        text = text.replace(given.password, "…")
    code = getattr(error, "code", None)
    if isinstance(code, str) and code in _CODES:
        return _CODES[code].fill(**about, text=text)
    if isinstance(error, known.AuthError):
        return _CODES["Neo.ClientError.Security.Unauthorized"].fill(**about)
    no_protocol = type(error).__name__ == "BoltHandshakeError"  # of no public kind in the driver before version 6
    if no_protocol or isinstance(error, known.UnsupportedServerProduct):
        return Words(
            "what answers at {uri} does not speak the protocol of Neo4j {n} or newer",
            "{uri} 的应答方不支持 Neo4j {n} 及以上版本的协议",
        ).fill(**about, n=OLDEST)
    unknown_host = isinstance(error, ValueError) and "resolve address" in text  # the driver before version 6
    if unknown_host or isinstance(error, (known.ServiceUnavailable, known.SessionExpired, OSError)):
        return Words(
            "no Neo4j server answers at {uri}; is it running, and is {u} right?",
            "{uri} 没有 Neo4j 服务器应答；请确认服务器已启动且 {u} 正确",
        ).fill(**about, u=URI)
    if isinstance(error, (known.DriverError, known.Neo4jError)):
        return Words("the Neo4j server at {uri} reports: {text}", "{uri} 的 Neo4j 服务器报告：{text}").fill(
            **about, text=text
        )
    return None


def _text(error: Exception) -> str:
    """What the server or the driver says, in one line."""
    said = getattr(error, "message", None) if getattr(error, "code", None) else None
    return " ".join(str(said or (error.args[0] if error.args else error)).split())[:200]
