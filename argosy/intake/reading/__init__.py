"""Files as sellers have them, read as tables of text: what is inside counts, not the extension."""

from argosy.intake.reading.errors import UnreadableFile
from argosy.intake.reading.opening import open_file, open_files
from argosy.intake.reading.source import Skipped, Source

__all__ = ["Skipped", "Source", "UnreadableFile", "open_file", "open_files"]
