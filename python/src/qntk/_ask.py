"""Commands asked of the process, with a bar for their progress."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from tqdm.auto import tqdm

from ._errors import QntkError
from ._fields import flags
from ._process import Progress, Reply, process


class Bars:
    """A bar for the task that goes on; a task that is new takes the place of the one before."""

    def __init__(self, shown: bool) -> None:
        self._shown = shown
        self._bar: Any = None
        self._label = ""

    def __call__(self, progress: Progress) -> None:
        """Shows how far it has come."""
        if not self._shown:
            return
        if self._bar is None or self._bar.total != progress.total or self._label != progress.label:
            self.close()
            self._bar = tqdm(total=progress.total, desc=progress.label, leave=False, dynamic_ncols=True)
            self._label = progress.label
        self._bar.update(progress.done - self._bar.n)

    def close(self) -> None:
        """Takes the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def ask(
    words: Sequence[str], fields: Mapping[str, Any], *, progress: bool = True, stoppable: bool = False, tolerated: Sequence[int] = (0,)
) -> Reply:
    """Runs a command, such as `theory haar`, with fields as its options.

    :param stoppable: whether Ctrl-C leaves something; the reply then says that it was stopped
    :param tolerated: exit codes that are no errors; neither is that of a command that was stopped
    :raises QntkError: with the sentence of the command line
    """
    bars = Bars(progress)
    try:
        reply = process().run([*words, *flags(fields)], bars, stoppable=stoppable)
    finally:
        bars.close()
    if reply.error is not None:
        raise QntkError(reply.error)
    if reply.exit not in tolerated and not reply.stopped:
        raise QntkError("\n".join(reply.notes).removeprefix("qntk: ") or f"qntk {' '.join(words)} ended with code {reply.exit}")
    for note in reply.notes:
        print(note, file=sys.stderr)
    return reply
