"""Import: drop a file, watch it, read what came of it, mend what was refused, take it back."""
