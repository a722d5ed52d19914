"""A genuine Neo4j community server for tests, from its Maven artifacts; on loopback only, in a folder of its own.

``start`` and ``kill`` (SIGKILL, like a power cut) may be called in turn: the data stays. Needs ``mvn`` and Java 17 or
21. Where ``BUJU_NEO4J_URI`` names a server, that is used instead; it must be empty.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time

from graph.store.client import Settings, settings

VERSION = "5.26.12"
JAVA = (17, 21)
USER, PASSWORD = "neo4j", "a-password-for-tests"
_DEPENDENCY = "<dependency><groupId>{g}</groupId><artifactId>{a}</artifactId><version>{v}</version></dependency>"
_POM = (
    '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>buju</groupId>'
    "<artifactId>neo4j-for-tests</artifactId><version>1</version><dependencies>"
    + _DEPENDENCY.format(g="org.neo4j", a="neo4j", v=VERSION)
    + _DEPENDENCY.format(g="org.neo4j.app", a="neo4j-server", v=VERSION)
    + "</dependencies></project>"
)
_OPEN = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
_CONFIGURATION = """server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false
server.memory.pagecache.size=128m
"""


def unavailable():
    """Why no server can be started here; blank if one can."""
    if shutil.which("mvn") is None or shutil.which("java") is None:
        return "no Neo4j: neither BUJU_NEO4J_URI nor both mvn and java are here"
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) not in JAVA:
        return f"no Neo4j: it needs Java 17 or 21, here is {found[1] if found else 'none'}"
    return ""


class Given:
    """A server that others run."""

    own = False

    def __init__(self):
        self.settings = settings(os.environ)

    def stop(self):
        pass


class Server:
    """A server of our own; ``settings`` say how to reach it."""

    own = True

    def __init__(self, folder):
        self.folder = folder
        self.process = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.settings = Settings(f"bolt://127.0.0.1:{self.port}", USER, PASSWORD)

    def fetch(self):
        """Copy the jars here; the first time Maven downloads 116 MB."""
        jars = self.folder / "jars"
        (self.folder / "pom.xml").write_text(_POM, "utf-8")
        command = ["mvn", "-q", "-B", "-f", str(self.folder / "pom.xml"), "dependency:copy-dependencies"]
        command += [f"-DoutputDirectory={jars}", "-DincludeScope=runtime"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
        if done.returncode:
            raise RuntimeError(f"mvn: {(done.stdout + done.stderr)[-300:]}")

    def start(self):
        home = self.folder / "home"
        for name in ("conf", "data", "logs", "plugins", "import", "run", "lib"):
            (home / name).mkdir(parents=True, exist_ok=True)
        (home / "conf" / "neo4j.conf").write_text(_CONFIGURATION.format(port=self.port), "utf-8")
        opens = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPEN]
        main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
        self.process = subprocess.Popen(
            ["java", "-Xmx768m", "-cp", f"{self.folder / 'jars'}/*", *opens, *main],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self, seconds=180):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"Neo4j ended with {self.process.returncode}")
            if self._answers():
                return
            time.sleep(0.5)
        raise TimeoutError(f"Neo4j did not answer in {seconds} s")

    def _answers(self):
        """Whether our password is taken; a new server is given it."""
        from neo4j import GraphDatabase  # noqa: PLC0415 - the tests of other parts run without it
        from neo4j.exceptions import AuthError, DriverError, Neo4jError  # noqa: PLC0415

        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                pass
        except OSError:
            return False
        for password in (PASSWORD, "neo4j"):
            try:
                with GraphDatabase.driver(self.settings.uri, auth=(USER, password)) as driver:
                    if password == PASSWORD:
                        driver.execute_query("RETURN 1")
                        return True
                    change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new"
                    driver.execute_query(change, new=PASSWORD, database_="system")
            except (AuthError, Neo4jError, DriverError):
                continue
        return False

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()
