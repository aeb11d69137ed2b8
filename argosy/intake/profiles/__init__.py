"""Import profiles: how a known export maps to our documents, as data.

Use: `open_files` gives sources; `detect` guesses the profile; `Profile.bind(source=…)` gives a
reader that has learned how the file writes its numbers and dates; `reader.normalise(frame, …)`
makes each frame of `source.frames()`, in order, into parts and problems.
"""

from argosy.intake.profiles.cells import Forms
from argosy.intake.profiles.detecting import ColumnGuess, Guess, definition, detect, guess_mapping
from argosy.intake.profiles.engine import Normalised, Reader
from argosy.intake.profiles.loading import load, saved
from argosy.intake.profiles.profile import Profile

__all__ = [
    "ColumnGuess",
    "Forms",
    "Guess",
    "Normalised",
    "Profile",
    "Reader",
    "definition",
    "detect",
    "guess_mapping",
    "load",
    "saved",
]
