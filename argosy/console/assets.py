"""Files that browsers fetch. The chart bundle comes from an installed package, written once."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

import vl_convert
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

BUNDLE = "charts.js"
SNIPPET = "window.vegaEmbed = vegaEmbed;"


def build() -> Path:
    """Write the chart bundle to the static root, unless this version of it is there."""
    root = _root()
    root.mkdir(parents=True, exist_ok=True)
    stamp, bundle = root / f"{BUNDLE}.version", root / BUNDLE
    wanted = version("vl-convert-python")
    if bundle.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return bundle
    fresh = root / f"{BUNDLE}.new"
    fresh.write_text(vl_convert.javascript_bundle(SNIPPET), encoding="utf-8")
    fresh.replace(bundle)
    stamp.write_text(wanted, encoding="ascii")
    return bundle


def _root() -> Path:
    return Path(str(settings.STATIC_ROOT))


def url(name: str) -> str:
    """The address of a file, with a mark that changes when the file does."""
    return f"{static(name)}?v={_mark(name)}"


@cache
def _mark(name: str) -> str:
    found = finders.find(name)
    path = Path(found) if found else _root().joinpath(*name.split("/"))
    if not path.exists():
        return "0"
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
