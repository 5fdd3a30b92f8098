"""Starting the server: what is refused before anything is touched."""

import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from zhongdu.cli import server
from zhongdu.cli.registry import Finding


def test_a_taken_port_is_one_sentence_with_what_to_do() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Finding, match=rf"端口 {port} 用不了.*--port {port + 1}"):
            server.refuse_taken(port)
    server.refuse_taken(port)


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(Finding):
        server.refuse_taken(70_000)


def test_a_server_that_breaks_off_is_noticed() -> None:
    broken = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(Finding, match="没有启动起来"):
        server.wait_until_ready(broken, server_port())


def server_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_stubborn_server_is_stopped_all_the_same(monkeypatch) -> None:
    monkeypatch.setattr(server, "STOPS_WITHIN", 0.2)
    stubborn = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    assert stubborn.stdout
    stubborn.stdout.readline()
    server.stop(stubborn)
    assert stubborn.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
def test_the_server_dies_with_whoever_started_it() -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import subprocess, time\n"
            "from zhongdu.cli.server import end_with_parent\n"
            "child = subprocess.Popen(['sleep', '60'], preexec_fn=end_with_parent)\n"
            "print(child.pid, flush=True)\n"
            "time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    for _ in range(50):
        if gone(child):
            return
        subprocess.run(["sleep", "0.05"], check=True)
    raise AssertionError("the child lives on")


def gone(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().split()[2] == "Z"
    except FileNotFoundError:
        return True


def test_a_worker_that_died_is_followed_by_another_until_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    ended, taken_up, started = threading.Event(), [], []
    monkeypatch.setattr(server, "take_up", lambda: taken_up.append(1))

    def start() -> subprocess.Popen[bytes]:
        started.append(1)
        words = ["-c", "pass"] if len(started) < 3 else ["-c", "import time; time.sleep(60)"]
        return subprocess.Popen([sys.executable, *words])

    keeper = threading.Thread(target=server.keep_working, args=(ended, start, 0.01))
    keeper.start()
    patience = time.monotonic() + 30
    while len(started) < 3 and time.monotonic() < patience:
        time.sleep(0.05)
    ended.set()
    keeper.join(30)
    assert (len(started), len(taken_up)) == (3, 3) and not keeper.is_alive()
