"""How much memory this process has needed at most."""

import sys


def peak_rss_mb() -> int:
    """The peak resident memory of this process in MB; 0 where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 - the module does not exist on Windows
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1024 * 1024 if sys.platform == "darwin" else 1024)
