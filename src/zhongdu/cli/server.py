"""``./zhongdu up``: prepare the database and the static files, serve the pages, sweep every night."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from zhongdu.cli.registry import Finding, argument, command
from zhongdu.cli.terminal import columns, step

HOST = "127.0.0.1"
READY_WITHIN = 60.0  # seconds a slow machine may take to start the workers
STOPS_WITHIN = 15.0


@command(
    "up",
    "建立数据库和示例数据，启动网站",
    argument("--port", type=int, default=8000, help="端口，默认 8000"),
)
def up(port: int) -> int:
    refuse_taken(port)
    # What is printed on paper and in QR codes points to where this server really is.
    os.environ.setdefault("ZHONGDU_URL", f"http://{HOST}:{port}")
    prepare()
    with stopped_by_signals(), serving(port) as server, working():
        wait_until_ready(server, port)
        welcome(port)
        from zhongdu.cli.nightly import sweep_nightly

        with sweep_nightly():
            return server.wait()


def refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Finding(f"端口 {port} 需要管理员权限，请换一个：./zhongdu up --port 8000") from None
        except (OSError, OverflowError):
            raise Finding(
                f"端口 {port} 用不了：也许众督已在运行（打开 http://{HOST}:{port} 看看），"
                f"也可换一个端口：./zhongdu up --port {port + 1}"
            ) from None


def prepare() -> None:
    """Everything a first run makes; a later run finds it made and keeps all data."""
    import django
    from django.core.management import call_command

    django.setup()
    with one_at_a_time():
        with step("建立数据库"):
            call_command("migrate", verbosity=0, interactive=False)
        with step("核对文件库能读写"):
            refuse_trouble()
        with step("载入办法、区划和示例数据"):
            load_demo()
        with step("收集静态文件"):
            call_command("collectstatic", verbosity=0, interactive=False)


def refuse_trouble() -> None:
    """Where files cannot be kept nothing else should begin."""
    from zhongdu.files.checking import trouble

    if says := trouble():
        raise Finding(says)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two people who start the same installation at once do not both fill it."""
    from django.conf import settings

    settings.VAR.mkdir(parents=True, exist_ok=True)
    with open(settings.VAR / "preparing.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def load_demo() -> None:
    from zhongdu import demo

    if not hasattr(demo, "load"):
        raise Finding("这份安装里没有示例数据（zhongdu.demo），请重新下载完整的众督。")
    demo.load()


# --- the server process ----------------------------------------------------------------------------------


@contextmanager
def serving(
    port: int, application: str = "zhongdu.web.wsgi:application"
) -> Iterator["subprocess.Popen[bytes]"]:
    """Granian in a process of its own: fonts and typesetting must not be loaded before its workers fork."""
    from django.conf import settings

    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", application),
            *("--interface", "wsgi", "--host", HOST, "--port", str(port)),
            *("--workers", str(settings.WORKERS), "--blocking-threads", str(settings.THREADS)),
            *("--log-level", "warning", "--respawn-failed-workers", "--workers-kill-timeout", "10"),
        ],
        start_new_session=True,  # Ctrl-C comes to us, and we stop it in order
        preexec_fn=end_with_parent,
    )
    try:
        yield server
    finally:
        stop(server)


@contextmanager
def working() -> Iterator[None]:
    """A worker beside the server does the jobs; first of all those that a worker before it left in their middle.
    One that dies (a database was locked for too long) is followed by another."""
    ended = threading.Event()
    keeper = threading.Thread(target=keep_working, args=(ended,), name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(STOPS_WITHIN + 5)


def keep_working(
    ended: threading.Event, start: "Callable[[], subprocess.Popen[bytes]] | None" = None, rest: float = 5
) -> None:
    """Keep one worker alive until ``ended``."""
    while not ended.is_set():
        take_up()
        worker = (start or start_worker)()
        while worker.poll() is None and not ended.wait(1):
            pass
        if ended.is_set():
            stop(worker)
        else:
            ended.wait(rest)  # seconds: what killed it may still be there


def take_up() -> None:
    from django.db import DatabaseError, close_old_connections

    from zhongdu.jobs import working
    from zhongdu.messages import posting

    try:
        working.take_up_again()
        posting.take_up_again()
    except DatabaseError:
        print("后台任务暂时接不上，稍后再试。", file=sys.stderr)
    finally:
        close_old_connections()


def start_worker() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "django",
            "db_worker",
            "--interval",
            "1",
            "--no-startup-delay",
            "--verbosity",
            "0",
        ],
        start_new_session=True,
        preexec_fn=end_with_parent,
    )


def end_with_parent() -> None:
    """Ask Linux to end this child when its parent dies, even by SIGKILL; elsewhere do nothing."""
    if sys.platform == "linux":
        PR_SET_PDEATHSIG = 1
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(STOPS_WITHIN)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """A service manager's SIGTERM ends us as Ctrl-C does."""

    def interrupt(signum: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    except KeyboardInterrupt:
        print("\n正在停止 …", file=sys.stderr)
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def wait_until_ready(server: "subprocess.Popen[bytes]", port: int) -> None:
    patience = time.monotonic() + READY_WITHIN
    while time.monotonic() < patience:
        if server.poll() is not None:
            raise Finding("网站没有启动起来，原因见上面的输出。")
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise Finding(f"网站在 {READY_WITHIN:.0f} 秒内没有启动起来。")


def welcome(port: int) -> None:
    from zhongdu import demo

    rows = list(getattr(demo, "sign_ins", list)())
    print(f"\n众督已启动：http://{HOST}:{port}\n")
    if rows:
        print("示例账号（资料均为虚构）：\n")
        print("\n".join(f"  {line}" for line in columns([("账号", "密码", "身份"), *rows])))
    print("\n按 Ctrl-C 停止；数据会保留。", flush=True)
