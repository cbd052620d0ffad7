"""The version of the package, which is that of the command line in it."""

from importlib import metadata

try:
    __version__ = metadata.version("qntk")
except metadata.PackageNotFoundError:
    __version__ = "0"
