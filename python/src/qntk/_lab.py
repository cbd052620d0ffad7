"""The lab in a notebook's cell."""

from __future__ import annotations

import io
import os
import secrets
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import xarray

from ._errors import QntkError
from ._lab_server import lab_url
from ._runs import folder_of


def lab(run: xarray.Dataset | str | os.PathLike[str] | None = None, *, height: int = 760, **settings: Any) -> Any:
    """The lab as a widget: the page in a cell, trained by the engine in the browser.

    What the page has is in the widget, as it changes: `state`, the settings by name; `address`, the same as the part of a link behind the #; `reading`, what the
    run has come to: step, phase, ε, K, λ, ζ, C, rates, with data those of each in `data`; `refused`, why the settings give no run. `widget.set(target="min-2")`
    changes settings, as assigning to `widget.state` does; `widget.playing = False` pauses.

    :param run: what `train`, `resume` or `open` returned, or a run folder: it is replayed. Left out, the page trains
    :param height: pixels
    :param settings: fields of the lab to begin with, such as `qubits=2, layers=32, target="min-2"`
    :raises QntkError: if anywidget is not installed, or a setting cannot stand in an address
    """
    content, name = b"", ""
    if run is not None:
        folder = folder_of(run)
        content, name = zipped(folder), f"{folder.name}.zip"
    return widget_class()(_url=lab_url(), _token=secrets.token_urlsafe(24), _run=content, _name=name, address=address_of(settings), height=height)


def address_of(settings: dict[str, Any]) -> str:
    """Settings as the lab's address has them."""
    return "#" + "&".join(["v=1", *(f"{name}={text_of(name, value)}" for name, value in settings.items())])


def text_of(name: str, value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(text_of(name, each) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, (str, int, float)):
        raise QntkError(f"{name} is {type(value).__name__}; allowed: text, a number, or a list of them.")
    return quote(str(value), safe="+,*-.").replace("_", "%5F")


def zipped(folder: Path) -> bytes:
    """A run folder as the lab opens it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return content.getvalue()


@lru_cache
def widget_class() -> Any:
    """The widget, made when it is first asked for: what it is made of is not needed by the rest."""
    try:
        import anywidget
        import traitlets
    except ImportError:
        raise QntkError('anywidget is not installed, which the lab in a cell is made of: pip install "qntk[lab]" or pip install anywidget.') from None

    class Lab(anywidget.AnyWidget):  # type: ignore[misc]
        """The lab; see `qntk.lab`."""

        _esm = Path(__file__).parent / "_lab.js"
        _url = traitlets.Unicode().tag(sync=True)
        _token = traitlets.Unicode().tag(sync=True)
        _run = traitlets.Bytes().tag(sync=True)
        _name = traitlets.Unicode().tag(sync=True)
        height = traitlets.Int(min=100).tag(sync=True)
        playing = traitlets.Bool(True).tag(sync=True)
        state = traitlets.Dict().tag(sync=True)
        address = traitlets.Unicode().tag(sync=True)
        reading = traitlets.Dict().tag(sync=True)
        refused = traitlets.Unicode().tag(sync=True)

        def set(self, **settings: Any) -> None:
            """Changes settings of the lab by their names."""
            for name, value in settings.items():
                text_of(name, value)
            self.state = {**self.state, **settings}

    return Lab
