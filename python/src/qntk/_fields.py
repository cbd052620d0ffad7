"""Python values as fields of a configuration, and these as options of the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from ._circuits import angles, read_circuit
from ._errors import QntkError
from ._observables import observable_fields
from ._scratch import saved
from ._tables import TABLES, data_file

# Options that are given once for each value; other lists are joined by commas.
REPEATED = {"target", "stopWhen", "import"}
# Fields that name a file where they are an array.
ARRAYS = {"freeze", "angles", "state", "matrix"}


def configuration(circuit: object, observable: object, theta: object, options: Mapping[str, object]) -> dict[str, Any]:
    """Fields of a configuration by the names of its file, from the arguments of a function."""
    fields = {field_name(name): plain(field_name(name), value) for name, value in options.items() if value is not None}
    start = angles(theta) if circuit is None else None
    wires = None
    if circuit is not None:
        read = read_circuit(circuit, theta)
        fields = {"ansatz": "circuit", "circuit": read.text, **fields}
        start = read.theta
        wires = read.wires
        observable = read.observable if observable is None else observable
    if observable is not None:
        own = observable_fields(observable, wires)
        if circuit is not None:
            # The circuit says how many.
            own.pop("qubits", None)
        fields = {**own, **fields}
    if start is not None:
        samples = 1 if start.ndim == 1 else start.shape[0]
        fields = {"samples": samples, **fields, "theta": saved("theta", start)}
    return fields


def field_name(name: str) -> str:
    """The name of a field in a configuration: `stop_when` and `stopWhen` are stopWhen, `lambda_` is lambda."""
    return re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name.rstrip("_"))


def plain(name: str, value: object) -> Any:
    """A value as JSON has it; arrays of fields that name files as files."""
    if name in TABLES and not isinstance(value, (os.PathLike, float)):
        return data_file(name, value)
    if isinstance(value, np.ndarray) and name in ARRAYS:
        return saved(name, value)
    if isinstance(value, (np.generic, np.ndarray)):
        return value.tolist()
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, Mapping):
        return {str(key): plain(name, each) for key, each in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [plain(name, each) for each in value]
    if isinstance(value, (bool, int, float, str)):
        return value
    raise QntkError(f"{name} is {type(value).__name__}; allowed: numbers, texts, lists and arrays of them.")


def flags(fields: Mapping[str, Any]) -> list[str]:
    """Fields as options, such as `--stop-when residual<1e-6`."""
    written: list[str] = []
    for name, value in fields.items():
        flag = "--" + re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), name)
        if value is False and name in ("plot",):
            written.append("--no-" + flag[2:])
        elif value is True:
            written.append(flag)
        elif value is not False:
            values = value if isinstance(value, list) and name in REPEATED else [value]
            for each in values:
                written += [flag, _text(each)]
    return written


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ",".join(f"{key}:{each}" for key, each in value.items()) or "none"
    if isinstance(value, list):
        return ",".join(_text(each) for each in value)
    return repr(value) if isinstance(value, float) else str(value)
