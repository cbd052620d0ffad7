"""Figures: of a run, and those of the paper."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

import xarray

from ._ask import ask
from ._errors import QntkError
from ._runs import folder_of
from ._scratch import scratch


class Figure:
    """A picture that a notebook shows."""

    def __init__(self, content: bytes, format: Literal["png", "svg"]) -> None:  # noqa: A002
        self.content = content
        self.format = format

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes it to a file, whose name ends with its format."""
        if Path(path).suffix.lower() != f".{self.format}":
            raise QntkError(f"path is {os.fspath(path)!r}; allowed: a name that ends with .{self.format}, as the figure is one.")
        Path(path).write_bytes(self.content)

    # Pixels are drawn at twice their size.
    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        if self.format == "svg":
            return {"image/svg+xml": self.content.decode()}, {}
        width = int.from_bytes(self.content[16:20], "big")
        return {"image/png": self.content}, {"image/png": {"width": width // 2}}

    def __repr__(self) -> str:
        return f"<qntk figure, {self.format}, {len(self.content)} bytes>"


def figure(
    what: xarray.Dataset | str | int | os.PathLike[str], *, format: Literal["png", "svg"] = "png", progress: bool = True, **options: Any  # noqa: A002
) -> Figure:
    """Draws a run, or a figure of the paper.

    :param what: what `train` or `open` returned, a run folder, or the name of a figure of the paper, such as `3` or `"tfim"`
    :param format: "png" or "svg"
    :param options: of a figure of the paper, those of `qntk figure`: `quick=True` draws a small one in seconds
    :raises QntkError: with the sentence of the command line
    """
    if format not in ("png", "svg"):
        raise QntkError(f"format is {format!r}; allowed: png or svg.")
    is_run = isinstance(what, (xarray.Dataset, xarray.DataArray, os.PathLike)) or (isinstance(what, str) and os.path.isdir(what))
    if is_run:
        file = scratch(f"figure.{format}")
        ask(["show", str(folder_of(what))], {"plot": str(file), **options}, progress=progress)
        return Figure(file.read_bytes(), format)
    folder = scratch("figure")
    ask(["figure", str(what)], {"out": str(folder), "format": format, **options, "json": True}, progress=progress)
    [drawn] = folder.glob(f"*.{format}")
    return Figure(drawn.read_bytes(), format)
