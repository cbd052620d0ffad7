"""The command `qntk` that pip installs: the command line itself."""

from __future__ import annotations

import os
import subprocess
import sys

from ._errors import QntkError
from ._node_path import program


def main() -> None:
    """Runs the command line with the arguments of this process, in its place where the system can."""
    try:
        command = [*program(), *sys.argv[1:]]
    except QntkError as error:
        sys.exit(f"qntk: {error}")
    os.environ.setdefault("QNTK_PYTHON", sys.executable)
    if os.name == "posix":
        os.execv(command[0], command)
    sys.exit(subprocess.run(command).returncode)
