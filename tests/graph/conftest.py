import os
from importlib.util import find_spec

import pytest
from hypothesis import settings as hypothesis_settings

from buju_testing.neo4j_server import Given, Server, unavailable
from graph.store.client import URI, connect

hypothesis_settings.register_profile("no deadline", deadline=None)  # a busy machine is no defect
hypothesis_settings.load_profile("no deadline")


def _without(reason):
    """Skip, or fail where continuous integration says that the server must be there."""
    if os.environ.get("BUJU_REQUIRE_NEO4J") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory):
    """A genuine Neo4j server: the one that BUJU_NEO4J_URI names, which must be empty, or one of our own."""
    if find_spec("neo4j") is None:
        _without("no Neo4j: its driver is not installed")
    if os.environ.get(URI):
        server = Given()
        with connect(server.settings) as connection:
            held = connection.in_read(lambda run: run("MATCH (n) RETURN count(n) AS n"))[0]["n"]
        if held:
            pytest.fail(f"the server that {URI} names holds {held} nodes; tests need an empty one")
    else:
        if reason := unavailable():
            _without(reason)
        server = Server(tmp_path_factory.mktemp("neo4j"))
        try:
            server.fetch()
        except RuntimeError as error:
            _without(f"no Neo4j: its jars cannot be had: {error}")
        server.start()
    yield server
    server.stop()


def empty(connection):
    connection.write("MATCH (n) DETACH DELETE n")
    for row in connection.in_read(lambda run: run("SHOW CONSTRAINTS YIELD name")):
        connection.alone(f"DROP CONSTRAINT `{row['name']}`")


@pytest.fixture
def store(neo4j_server):
    """A connection to a database that is empty before and after."""
    with connect(neo4j_server.settings) as connection:
        empty(connection)
        yield connection
    with connect(neo4j_server.settings) as connection:
        empty(connection)
