"""Run by ``test_killed_commands``: kills a command at each step that changes something, and says what is left.

The command is run once to its end first; then again and again from the same beginning, in a child that ends itself at
the next step (``buju_testing.killing``), and once more on what the killed one has left.
"""

import contextlib
import io
import json
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

from buju_testing.killing import Killer, watched
from loaders.dataset import load
from planner.cli.app import main as buju


def say(command):
    """Exit code of a command, run here."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            sys.argv[1:] = command
            buju()
        except SystemExit as end:
            return end.code
    return None


def tree(folder):
    """Path → bytes of what is there but for what a killed write leaves; of workbooks all but their time."""
    if not folder.exists():
        return None
    found = (p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file())
    kept = [p for p in found if not any(x.startswith(".buju") for x in p.parts)]
    return {str(p): parts(folder / p) if p.suffix == ".xlsx" else (folder / p).read_bytes() for p in kept}


def parts(workbook):
    """Name and check sum of a workbook's parts; one that is cut off is no archive, and its bytes are given."""
    try:
        with zipfile.ZipFile(workbook) as inside:
            return [(part.filename, part.CRC) for part in inside.infolist() if part.filename != "docProps/core.xml"]
    except zipfile.BadZipFile:
        return workbook.read_bytes()


def main(place, begin, command, stride):
    """``command`` is run in a copy of the folder ``begin``; what it writes is the folder ``city`` there.

    ``stride`` 2 kills it at every second step, and so on.
    """
    place, begin, command = Path(place), Path(begin), json.loads(command)
    shutil.copytree(begin, place / "0")
    os.chdir(place / "0")
    old = tree(Path("city"))
    code = say(command)
    new = tree(Path("city"))
    found, told, at = [], {}, 0  # what was left alike is taken up again once
    while True:
        at += int(stride)
        shutil.copytree(begin, place / str(at))
        os.chdir(place / str(at))
        child = os.fork()
        if child == 0:
            killer = Killer(at, writes=True)
            watched(killer)
            killer.armed = True
            try:
                say(command)
            finally:
                killer.armed = False
                os._exit(0)
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            break
        city = Path("city")
        left = tree(city)
        seen = (hash(repr(left)), *sorted(re.sub(r"-\d+-\w+-", "", str(p)) for p in Path().rglob(".buju*")))
        if seen not in told:
            before = load(city).findings if city.exists() else ()
            say(command)
            told[seen] = {
                "left": "old" if left == old else "new" if left == new else "nothing" if not left else "mixed",
                "said": any(f.code == "S132" for f in before),
                "again": tree(city) == new,
                "rest": sorted(p.name for p in Path().iterdir() if p.name.startswith(".buju")),
            }
        found.append(told[seen])
        os.chdir(place)
        shutil.rmtree(place / str(at))
    sys.stdout.write(json.dumps({"code": code, "changed": old != new, "found": found}))


if __name__ == "__main__":
    main(*sys.argv[1:])
