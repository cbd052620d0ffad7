"""What goes wrong, in the sentence of the command line."""


class QntkError(Exception):
    """Raised with the sentence that the command line prints: which argument, what it was, what is allowed."""
