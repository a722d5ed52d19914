"""Where the server is, and what is said when it does not do what it should: fakes only, no server needed."""

import os
import socket
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from graph.base.errors import ServiceError, UsageError
from graph.store import client
from graph.store.client import Settings, connect, settings, told

neo4j = pytest.importorskip("neo4j")
SECRET = "hunter2-secret"
GIVEN = Settings("bolt://127.0.0.1:7687", "ann", SECRET, "city")
URI = {"BUJU_NEO4J_URI": "bolt://127.0.0.1:7687"}


def said(error):
    """Both sentences of what an error of the driver becomes."""
    with pytest.raises(ServiceError) as raised, told(GIVEN):
        raise error
    assert raised.value.__cause__ is None
    assert raised.value.exit_code == 5
    for text in raised.value.words:
        assert "\n" not in text
        assert SECRET not in text
    return raised.value.words


def server_error(code, message="something"):
    return neo4j.exceptions.Neo4jError._hydrate_neo4j(code=code, message=message)


@pytest.mark.parametrize(
    ("code", "en", "zh"),
    [
        ("Neo.ClientError.Security.Unauthorized", "refuses the password of user ann", "拒绝了用户 ann 的密码"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "too many wrong passwords", "错误次数过多"),
        ("Neo.ClientError.Security.CredentialsExpired", "must first change the password", "修改初始密码"),
        ("Neo.ClientError.Database.DatabaseNotFound", "has no database city", "没有数据库 city"),
        ("Neo.ClientError.Statement.SyntaxError", "reports: something", "报告：something"),
    ],
)
def test_errors_of_the_server_are_one_line_in_both_languages(code, en, zh):
    words = said(server_error(code))
    assert en in words.en
    assert zh in words.zh


def test_errors_of_the_driver_are_one_line():
    assert "no Neo4j server answers at bolt://127.0.0.1:7687" in said(neo4j.exceptions.ServiceUnavailable("x")).en
    assert "no Neo4j server answers" in said(ConnectionRefusedError()).en
    assert "Neo4j 5 or newer" in said(neo4j.exceptions.UnsupportedServerProduct("Bolt")).en
    assert "没有 Neo4j 服务器应答" in said(neo4j.exceptions.SessionExpired("x")).zh


def test_a_password_that_the_server_repeats_is_not_printed():
    said(server_error("Neo.ClientError.Statement.SyntaxError", f"near {SECRET}\nat line 1"))
    said(neo4j.exceptions.DriverError(f"auth {SECRET}"))
    assert SECRET not in repr(GIVEN) + str(GIVEN)


def test_bugs_stay_bugs():
    with pytest.raises(ZeroDivisionError), told(GIVEN):
        raise ZeroDivisionError


@pytest.mark.parametrize("version", ["4.4.38", "3.5.1"])
def test_an_older_server_is_refused(version):
    driver = SimpleNamespace(
        verify_connectivity=lambda: None, get_server_info=lambda: SimpleNamespace(agent=f"Neo4j/{version}")
    )
    with pytest.raises(ServiceError, match=f"is Neo4j {version}; Neo4j 5 or newer is needed"):
        client._verify(driver, GIVEN)


@pytest.mark.parametrize("version", ["5.26.12", "2025.10.1"])
def test_a_newer_server_is_taken(version):
    driver = SimpleNamespace(
        verify_connectivity=lambda: None, get_server_info=lambda: SimpleNamespace(agent=f"Neo4j/{version}")
    )
    assert client._verify(driver, GIVEN) == version


def test_settings_come_from_the_environment():
    given = settings({**URI, "BUJU_NEO4J_USER": "ann", "BUJU_NEO4J_PASSWORD": SECRET, "BUJU_NEO4J_DATABASE": "city"})
    assert given == GIVEN
    assert settings({**URI, "BUJU_NEO4J_PASSWORD": "x"}).user == "neo4j"


def test_the_password_is_asked_for_only_where_it_is_not_given():
    asked = []
    ask = lambda user: asked.append(user) or "typed"  # noqa: E731
    assert settings(URI, ask).password == "typed"
    assert asked == ["neo4j"]
    assert settings({**URI, "BUJU_NEO4J_PASSWORD": "x"}, ask).password == "x"
    assert asked == ["neo4j"]


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "no Neo4j server is named"),
        (URI, "no password"),
        ({"BUJU_NEO4J_URI": "http://localhost:7474"}, "no address of a Neo4j server"),
        ({"BUJU_NEO4J_URI": "localhost"}, "no address of a Neo4j server"),
        ({"BUJU_NEO4J_URI": "bolt://localhost:port"}, "no address of a Neo4j server"),
        ({"BUJU_NEO4J_URI": f"bolt://neo4j:{SECRET}@localhost"}, "holds a user or password"),
    ],
)
def test_what_is_missing_is_said_and_no_secret_repeated(environ, words):
    with pytest.raises(UsageError, match=words) as raised:
        settings(environ)
    assert SECRET not in "".join(raised.value.words)


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are POSIX's")
@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o604, 0o666, 0o610])
def test_a_password_file_is_its_owners_alone(tmp_path, mode):
    file = tmp_path / "password"
    file.write_text(f"{SECRET}\nmore\n", "utf-8")
    file.chmod(mode)
    environ = {**URI, "BUJU_NEO4J_PASSWORD_FILE": str(file)}
    if mode & 0o077:
        with pytest.raises(UsageError, match="can be read by others") as raised:
            settings(environ)
        assert SECRET not in "".join(raised.value.words)
    else:
        assert settings(environ).password == SECRET


def test_a_password_file_must_be_there_and_be_a_file(tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(UsageError):
            settings({**URI, "BUJU_NEO4J_PASSWORD_FILE": str(path)})


@contextmanager
def answering(reply):
    """Something on a port that is no Neo4j: it sends ``reply`` and closes, or stays silent if that is None."""
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        here.listen(5)
        kept = []

        def serve():
            while True:
                try:
                    other, _ = here.accept()
                except OSError:
                    return
                kept.append(other)
                if reply is not None:
                    other.recv(100)
                    other.sendall(reply)
                    other.close()

        threading.Thread(target=serve, daemon=True).start()
        yield f"bolt://127.0.0.1:{here.getsockname()[1]}"
        here.shutdown(socket.SHUT_RDWR)
        for other in kept:
            other.close()


def refusal(uri):
    start = time.monotonic()
    with pytest.raises(ServiceError) as raised, connect(Settings(uri, "neo4j", SECRET)):
        pass
    assert time.monotonic() - start < 15
    assert SECRET not in "".join(raised.value.words)
    return raised.value.words.en


def test_what_is_no_neo4j_is_said_within_fifteen_seconds():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for uri in (f"bolt://127.0.0.1:{port}", f"neo4j://127.0.0.1:{port}", "bolt://no-such-host.invalid"):
        assert "no Neo4j server answers" in refusal(uri)
    with answering(b"HTTP/1.1 400 Bad Request\r\n\r\n") as uri:
        assert "no Neo4j server answers" in refusal(uri)
    with answering(b"\0\0\0\0") as uri:
        assert "does not speak the protocol of Neo4j 5" in refusal(uri)


@pytest.mark.long
def test_a_silent_port_is_said_within_fifteen_seconds():
    with answering(None) as uri:
        assert "no Neo4j server answers" in refusal(uri)
