"""One worker of `argosy festival`: `python -m argosy.cli.festival_worker SINCE [unguarded]`.

Its home, its company and leave to fail come with its environment.
"""

import os
import sys
from datetime import datetime

from argosy.database.place import home_of

UNGUARDED = "unguarded"


def main() -> None:
    """Carry out what is asked on the standard input."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "argosy.config.settings"
    import django  # noqa: PLC0415 - its settings read the environment

    django.setup()
    from argosy.demo import services as demo  # noqa: PLC0415

    since, *rest = sys.argv[1:]
    demo.work_at_festival(
        began=datetime.fromisoformat(since),
        home=home_of(os.environ),
        unguarded=UNGUARDED in rest,
    )


if __name__ == "__main__":
    main()
