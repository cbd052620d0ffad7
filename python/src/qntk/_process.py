"""The one process that does the work: `qntk serve --stdio`, started when it is first needed."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from ._errors import QntkError
from ._node_path import program

# Seconds between two looks for Ctrl-C, which some systems do not deliver to a thread that waits.
LOOK_EVERY = 0.2
# Seconds that a process has to end by itself.
PATIENCE = 5.0
# Version of the messages.
PROTOCOL = 1


@dataclass
class Reply:
    """What a command left: its exit code, what it printed, what it said beside, and the sentence of its error."""

    exit: int = 0
    output: str = ""
    notes: list[str] = field(default_factory=list)
    error: str | None = None
    stopped: bool = False

    def json(self) -> Any:
        """What was printed, read as JSON; None where nothing was."""
        return json.loads(self.output) if self.output.strip() else None


@dataclass(frozen=True)
class Progress:
    """How far a task has come."""

    label: str
    done: float
    total: float


class Process:
    """A running `qntk serve --stdio`."""

    def __init__(self) -> None:
        environment = {**os.environ, "QNTK_PYTHON": os.environ.get("QNTK_PYTHON", sys.executable)}
        self.owner = os.getpid()
        self._errors: IO[bytes] = tempfile.TemporaryFile()
        self._waiting: dict[int, queue.SimpleQueue[dict[str, Any]]] = {}
        self._lock = threading.Lock()
        self._next = 0
        try:
            # Ctrl-C is answered here, not there.
            self._child = subprocess.Popen(
                [*program(), "serve", "--stdio"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=environment,
                encoding="utf-8",
                start_new_session=os.name == "posix",
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise QntkError(f"Node cannot be started: {error}.") from error
        first = self._child.stdout.readline() if self._child.stdout else ""
        try:
            hello = json.loads(first)
        except ValueError:
            raise QntkError(f"qntk could not be started: {self._last_words() or first.strip() or 'it said nothing'}") from None
        if hello.get("protocol") != PROTOCOL:
            raise QntkError(f"qntk speaks protocol {hello.get('protocol')}; this package speaks {PROTOCOL}.")
        self.version = str(hello["qntk"])
        threading.Thread(target=self._listen, name="qntk", daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether it runs, and is this process's own."""
        return self._child.poll() is None and self.owner == os.getpid()

    def run(self, arguments: Sequence[str], on_progress: Callable[[Progress], None], *, stoppable: bool) -> Reply:
        """Runs a command to its end.

        Ctrl-C stops a command that can be stopped and keep what it has done; the reply says that it was. Any other command, and one that is
        stopped twice, ends with the whole process and KeyboardInterrupt.
        """
        answers: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        with self._lock:
            self._next += 1
            identity = self._next
            self._waiting[identity] = answers
        reply = Reply()
        ended = False
        try:
            self._send({"id": identity, "arguments": list(arguments), "cwd": os.getcwd()})
            while True:
                try:
                    message = answers.get(timeout=LOOK_EVERY)
                    if "progress" in message:
                        on_progress(Progress(**message["progress"]))
                        continue
                except queue.Empty:
                    continue
                except KeyboardInterrupt:
                    if not stoppable or reply.stopped:
                        self.close(at_once=True)
                        raise
                    reply.stopped = True
                    self._send({"cancel": identity})
                    continue
                if "output" in message:
                    reply.output += message["output"]
                elif "note" in message:
                    reply.notes.append(message["note"])
                else:
                    reply.exit = message["exit"]
                    reply.error = message.get("error")
                    ended = True
                    return reply
        finally:
            if not ended and self.alive:
                with contextlib.suppress(QntkError):
                    self._send({"cancel": identity})
            self._waiting.pop(identity, None)

    def _send(self, message: dict[str, Any]) -> None:
        try:
            with self._lock:
                assert self._child.stdin is not None
                self._child.stdin.write(json.dumps(message) + "\n")
                self._child.stdin.flush()
        except (BrokenPipeError, ValueError):
            raise QntkError(self._ended()) from None

    def _listen(self) -> None:
        assert self._child.stdout is not None
        with contextlib.suppress(ValueError):
            for line in self._child.stdout:
                message = json.loads(line)
                waiting = self._waiting.get(message.get("id", -1))
                if waiting is not None:
                    waiting.put(message)
        self._child.wait()
        for waiting in list(self._waiting.values()):
            waiting.put({"exit": 1, "error": self._ended()})

    def _ended(self) -> str:
        words = self._last_words()
        return f"qntk ended with code {self._child.poll()}{': ' + words if words else ''}"

    def _last_words(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            self._errors.seek(0)
            return self._errors.read().decode("utf-8", "replace").strip()[-2000:]
        return ""

    def close(self, *, at_once: bool = False) -> None:
        """Ends the process."""
        if self.owner != os.getpid():
            return
        with contextlib.suppress(OSError, ValueError):
            if self._child.stdin is not None:
                self._child.stdin.close()
        try:
            self._child.wait(0 if at_once else PATIENCE)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


_process: Process | None = None
_starting = threading.Lock()


def process() -> Process:
    """The process, started where it does not run."""
    global _process
    with _starting:
        if _process is None or not _process.alive:
            _process = Process()
        return _process


@atexit.register
def close() -> None:
    """Ends the process; the next request starts another."""
    global _process
    if _process is not None:
        _process.close()
        _process = None
