"""One client: asks for one path after another over several open connections, and says how long each answer took.

Told on its standard input; bare sockets, so that the client is the smaller part of what is measured.
"""

import json
import sys
from random import Random
from socket import create_connection
from threading import Thread
from time import perf_counter

CONNECTIONS = 3

told = json.loads(sys.stdin.read())
requests = [
    f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {told['token']}\r\n\r\n".encode()
    for path in told["paths"]
]
milliseconds: list[float] = []


def ask(seed: int) -> None:
    by, taken = Random(seed), []
    with create_connection(("127.0.0.1", told["port"])) as wire:
        until = perf_counter() + told["seconds"]
        while perf_counter() < until:
            begun = perf_counter()
            wire.sendall(by.choice(requests))
            answer = wire.recv(65536)
            if not answer.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(answer[:200])
            head, _, body = answer.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
            while len(body) < length:
                body += wire.recv(65536)
            taken.append((perf_counter() - begun) * 1000)
    milliseconds.extend(taken)


threads = [Thread(target=ask, args=(seed,)) for seed in range(CONNECTIONS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(json.dumps({"milliseconds": milliseconds}))
