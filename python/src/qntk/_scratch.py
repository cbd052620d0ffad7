"""A folder of this session for runs that are given none and for arrays on their way; gone when Python ends."""

from __future__ import annotations

import itertools
import os
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

_folders: dict[int, tempfile.TemporaryDirectory[str]] = {}
_numbers = itertools.count(1)


def scratch(name: str) -> Path:
    """A path in the folder that nothing has yet, such as `run-3`."""
    # A forked process has one of its own.
    folder = _folders.setdefault(os.getpid(), tempfile.TemporaryDirectory(prefix="qntk-", ignore_cleanup_errors=True))
    stem, ending = os.path.splitext(name)
    return Path(folder.name) / f"{stem}-{next(_numbers)}{ending}"


def saved(name: str, values: Any) -> str:
    """An array as an .npy file in the folder."""
    path = scratch(f"{name}.npy")
    np.save(path, np.ascontiguousarray(values), allow_pickle=False)
    return str(path)
