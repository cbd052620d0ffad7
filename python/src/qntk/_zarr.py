"""Zarr groups as datasets: through zarr-python, or, where its version 3 is not to be had, read here."""

from __future__ import annotations

import json
import math
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import xarray

from ._errors import QntkError

# What NumPy calls the types of the arrays that qntk writes.
TYPES = {"float64": "<f8", "int32": "<i4"}


def open_zarr(folder: Path) -> xarray.Dataset:
    """A group of arrays with named dimensions."""
    try:
        has_zarr = int(metadata.version("zarr").partition(".")[0]) >= 3
    except metadata.PackageNotFoundError:
        has_zarr = False
    return xarray.open_zarr(folder, chunks=None) if has_zarr else _read(folder)


def _read(folder: Path) -> xarray.Dataset:
    group = json.loads((folder / "zarr.json").read_text())
    variables: dict[str, xarray.Variable] = {}
    for name, array in group["consolidated_metadata"]["metadata"].items():
        if array["node_type"] == "array":
            values = _values(folder / name, array)
            # What names coordinates for other readers is known from the dimensions.
            attributes = {key: each for key, each in array["attributes"].items() if key != "coordinates"}
            variables[name] = xarray.Variable(array["dimension_names"], values, attributes)
    coordinates = {name: each for name, each in variables.items() if each.dims == (name,)}
    rest = {name: each for name, each in variables.items() if name not in coordinates}
    return xarray.Dataset(rest, coordinates, group["attributes"])


def _values(folder: Path, array: dict[str, Any]) -> Any:
    """An array of one chunk or several, of bytes that a checksum may follow."""
    codecs = [codec["name"] for codec in array["codecs"]]
    if array["data_type"] not in TYPES or codecs[:1] != ["bytes"] or set(codecs[1:]) > {"crc32c"}:
        raise QntkError(f"{folder} is read through zarr 3, which needs Python 3.11: pip install 'zarr>=3'.")
    dtype = np.dtype(TYPES[array["data_type"]])
    shape, chunk = array["shape"], array["chunk_grid"]["configuration"]["chunk_shape"]
    fill = array["fill_value"]
    values = np.full(shape, math.nan if fill == "NaN" else fill, dtype)
    for place in np.ndindex(*[-(-length // part) for length, part in zip(shape, chunk)]):
        file = folder / "c" / "/".join(map(str, place)) if place else folder / "c"
        if file.exists():
            block = np.frombuffer(file.read_bytes(), dtype, math.prod(chunk)).reshape(chunk)
            corner = tuple(slice(at * part, min((at + 1) * part, length)) for at, part, length in zip(place, chunk, shape))
            values[corner] = block[tuple(slice(0, each.stop - each.start) for each in corner)]
    return values
