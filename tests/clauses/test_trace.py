"""The trace: complete, exact to the letter, fresh, and a ratchet that only shrinks."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhongdu.cli.trace import load_rooms
from zhongdu.kit import pages
from zhongdu.law.address import Address
from zhongdu.law.shelves import shelf
from zhongdu.law.trace import MANIFEST, Traced, trace

ROOT = Path(__file__).resolve().parents[2]
NOT_YET = Path(__file__).with_name("not_yet.txt")
MISSION = ROOT.parent / "shared" / "mission" / "clauses.tsv"


@pytest.fixture(scope="module")
def traced() -> dict[str, Traced]:
    load_rooms()
    pages.declared()
    return {line.address: line for line in trace(shelf())}


def test_every_address_of_the_mission_is_traced_and_cited_to_the_letter(traced: dict[str, Traced]) -> None:
    if not MISSION.exists():
        pytest.skip("the mission's list of clauses is not here")
    with MISSION.open(encoding="utf-8") as file:
        asked = [row["clause"] for row in csv.DictReader(file, delimiter="\t")]
    assert len(asked) == 295
    assert set(asked) == set(traced)
    for address in asked:
        code = address.partition(":")[0]
        assert Address.from_citation(traced[address].citation, code) == Address.parse(address)


def test_the_five_measures_have_this_many_clauses(traced: dict[str, Traced]) -> None:
    count: dict[str, int] = {}
    for address in traced:
        code = address.partition(":")[0]
        count[code] = count.get(code, 0) + 1
    assert count == {"beijing": 59, "city": 79, "hunan": 46, "shaoxing": 36, "wushan": 75}


def test_what_nothing_rests_on_yet_is_listed_and_the_list_only_shrinks(traced: dict[str, Traced]) -> None:
    """A clause that is carried out leaves the list; none may join it."""
    listed = set(NOT_YET.read_text("utf-8").split())
    bare = {line.address for line in traced.values() if line.operative and not line.covered}
    assert not bare - listed, f"nothing in the system rests on these any more: {sorted(bare - listed)}"
    assert not listed - bare, f"carried out now, take them off {NOT_YET.name}: {sorted(listed - bare)}"


def test_the_manifest_names_only_clauses_there_are() -> None:
    books = shelf()
    known = {str(address) for pack in books.packs.values() for address in pack.clauses}
    named = json.loads(MANIFEST.read_text("utf-8"))
    assert not set(named) - known


def test_the_manifest_is_what_the_suite_says() -> None:
    """The shipped list of tests by clause is the one the collected tests' markers give."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "--check-clauses",
        "-p",
        "no:xdist",
        str(ROOT / "tests"),
    ]
    alone = {
        name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")
    }  # no worker of ours
    done = subprocess.run(command, cwd=ROOT, env=alone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-2000:]
