"""Data as files that the command line reads: states as .npy, tables as .csv."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray

from ._errors import QntkError
from ._scratch import saved, scratch

# Fields whose value may be a table.
TABLES = {"data", "test"}


def data_file(name: str, value: object) -> str:
    """The file of a table or of states; a text stays as it is.

    :param value: an array with a datum in each row, states or numbers; a pandas DataFrame, an xarray Dataset or a mapping, whose columns have names
    """
    if isinstance(value, str):
        return value
    if isinstance(value, xarray.Dataset):
        return _table(name, {str(column): value[column].values for column in value.data_vars})
    if isinstance(value, Mapping):
        return _table(name, value)
    if hasattr(value, "columns") and hasattr(value, "to_numpy"):
        return _table(name, {str(column): value[column].to_numpy() for column in value.columns})  # type: ignore[index]
    if isinstance(value, (np.ndarray, list, tuple, xarray.DataArray)):
        return saved(name, np.asarray(value))
    raise QntkError(f"{name} is {type(value).__name__}; allowed: an array, a DataFrame, a Dataset, a mapping of columns, or a text such as haar:2.")


def _table(name: str, columns: Mapping[str, Any]) -> str:
    values = {column: np.asarray(each, dtype=np.float64) for column, each in columns.items()}
    shapes = {each.shape for each in values.values()}
    if len(shapes) != 1 or len(next(iter(shapes))) != 1:
        raise QntkError(f"{name} has columns of shapes {sorted(shapes)}; allowed: columns of one length.")
    path = scratch(f"{name}.csv")
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(values)
        writer.writerows([[repr(float(cell)) for cell in row] for row in zip(*values.values())])
    return str(path)
