"""Set Argosy up and hand over to it: `python3 start.py up`, `python3 start.py test`.

The whole set-up on Linux, macOS and Windows, with Python's standard library only. It makes `.venv`
from a lock file whose hashes pin every byte, says nothing of where packages come from (that is
pip's own configuration), and installs again only when the lock has changed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older one is what this line is for
    sys.exit(
        "Argosy needs Python 3.11 or newer, and this is Python %d.%d. "  # noqa: UP031 - read by old ones
        "Install a newer one, and start this with it: python3.11 start.py up" % sys.version_info[:2]
    )

import hashlib
import json
import locale
import os
import shlex
import shutil
import subprocess
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "argosy-locks.json"
LOCKS = {name: ROOT / "requirements" / f"{name}.lock" for name in ("run", "dev")}
IS_WINDOWS = sys.platform == "win32"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# What tests look with, and what Debian calls it: a browser with Chinese fonts, a reader of PDF.
TOOLS = {BROWSERS: ("chromium", "fonts-noto-cjk"), ("pdftotext",): ("poppler-utils",)}

HELP = """\
python3 start.py COMMAND [ARGUMENTS]

  up        start Argosy, and serve the console (arguments of `argosy up`)
  argosy    any other command: python3 start.py argosy --help
  test      every check and every test, as CI runs them (arguments of pytest)
  check     format, lint, types, layers, house rules, translations
  fix       format, and mend what the linter can
  setup     only make the environment, with what developers need
  bench     the measurements (arguments of `argosy bench`)
  soak      the long tests
  docs      write the pages that are made from the code, and collect its texts
  lock      write the lock files anew (needs uv)
  clean     remove the environment, the caches and the tests' database
"""


def main(arguments):
    """Run one command, and return the exit code of the process."""
    commands = {
        "up": up,
        "argosy": argosy,
        "test": test,
        "check": check,
        "fix": fix,
        "setup": setup,
        "bench": bench,
        "soak": soak,
        "docs": docs,
        "lock": lock,
        "clean": clean,
    }
    name, *rest = arguments or ["help"]
    if name not in commands:
        print(HELP)
        return 0 if name in ("help", "-h", "--help") else 2
    return commands[name](rest)


def up(arguments):
    """Start Argosy. Its own clock starts when everything has been downloaded."""
    began = time.time()
    if install("run"):
        began = time.time()
    os.environ["ARGOSY_STARTED"] = str(began)
    return hand_over("-m", "argosy.cli", "up", *arguments)


def argosy(arguments):
    """Run any command of Argosy."""
    install("run")
    return hand_over("-m", "argosy.cli", *arguments)


def bench(arguments):
    """Measure."""
    return argosy(["bench", *arguments])


def setup(_arguments):
    """Make the environment, with what developers need."""
    install("dev")
    print(f"Ready: {ENVIRONMENT}")
    return 0


def test(arguments):
    """Check everything and test everything; the tests come last, and their summary at the end."""
    install("dev")
    offer_tools()
    failed = run_checks(with_house_rules=False)
    # One process more than cores: tests wait for processes and servers that they start.
    processes = str((os.cpu_count() or 1) + 1)
    by_file = ("-n", processes, "--dist", "loadfile", "--no-loadscope-reorder")
    code = run("-m", "pytest", "-m", "not soak", *by_file, *arguments)
    if failed:
        print(f"Failed besides: {', '.join(failed)}", file=sys.stderr)
    return code or int(bool(failed))


def check(_arguments):
    """Run every check that is no test of behaviour."""
    install("dev")
    failed = run_checks(with_house_rules=True)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return int(bool(failed))


def fix(_arguments):
    """Let the formatter and the linter mend what they can."""
    install("dev")
    code = run("-m", "ruff", "check", "--fix", ".")
    return run("-m", "ruff", "format", ".") or code


def soak(arguments):
    """Run the long tests."""
    install("dev")
    return run("-m", "pytest", "-m", "soak", *arguments)


def docs(_arguments):
    """Write what is made from the code."""
    install("dev")
    return run("-m", "argosy.kernel.errors_page") or run("-m", "argosy.kernel.messages", "extract")


def lock(_arguments):
    """Write the lock files anew, without naming any host."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is not installed; it writes the lock files", file=sys.stderr)
        return 3
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header"]
    for name, more in (("run", []), ("dev", ["--constraint", "run.lock"])):
        command = [
            uv,
            "pip",
            "compile",
            *options,
            *more,
            f"{name}.in",
            "--output-file",
            f"{name}.lock",
        ]
        code = subprocess.call(command, cwd=ROOT / "requirements")
        if code:
            return code
    return 0


def clean(_arguments):
    """Remove everything that is made."""
    in_memory = (ROOT / ".build" / "test-home").resolve()
    shutil.rmtree(in_memory, ignore_errors=True)
    names = (".venv", ".build", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis")
    for name in (*names, ".import_linter_cache", "test-results"):
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


def run_checks(with_house_rules):
    """Run each check, whatever the others say; return the names of those that failed."""
    checks = {
        "format": ("-m", "ruff", "format", "--check", "."),
        "lint": ("-m", "ruff", "check", "."),
        "types": ("-m", "mypy"),
        "layers": ("-c", "from importlinter.cli import lint_imports_command as c; c()"),
        "translations": ("-m", "argosy.kernel.messages", "check"),
    }
    if with_house_rules:
        checks["house rules"] = ("-m", "pytest", "-q", "tests/architecture")
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if run(*command):
            failed.append(name)
    return failed


def install(name):
    """Have what the lock file says in `.venv`; say whether anything had to be installed."""
    wanted = {other: digest(path) for other, path in LOCKS.items()}
    have = installed()
    # What developers need includes what Argosy runs on.
    if have.get(name) == wanted[name] and have.get("run") == wanted["run"] and is_usable():
        put_in_place()
        return False
    if not is_usable():
        print(f"Making {ENVIRONMENT} …", flush=True)
        make_environment()
    print(f"Installing what {LOCKS[name].relative_to(ROOT)} says …", flush=True)
    STAMP.unlink(missing_ok=True)
    command = ["-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "-qq"]
    code = run(*command, "-r", str(LOCKS[name]))
    if code:
        print(
            "\nThe packages could not be installed. Where pip takes them from is pip's own "
            "configuration: `pip config debug`. Then run this again.",
            file=sys.stderr,
        )
        sys.exit(3)
    put_in_place()
    now = {"run": wanted["run"], "dev": wanted["dev"] if name == "dev" else None}
    STAMP.write_text(json.dumps(now), encoding="ascii")
    return True


def digest(path):
    """Tell one content of a file from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installed():
    """What was last installed."""
    try:
        return json.loads(STAMP.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return {}


def is_usable():
    """Whether the environment has a Python that starts and is new enough."""
    program = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.call([str(PYTHON), "-c", program]) == 0
    except OSError:  # Not there, or of a Python that has gone.
        return False


def make_environment():
    """Make a fresh virtual environment."""
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=not IS_WINDOWS).create(ENVIRONMENT)
    except (OSError, subprocess.CalledProcessError) as error:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        print(
            f"The virtual environment could not be made: {error}\n"
            "On Debian and Ubuntu this helps: apt-get install python3-venv",
            file=sys.stderr,
        )
        sys.exit(3)


def put_in_place():
    """Make `argosy` importable and a command, without a build: a path file and a launcher."""
    packages = ENVIRONMENT / "Lib" / "site-packages"
    if not IS_WINDOWS:
        (packages,) = ENVIRONMENT.glob("lib/python*/site-packages")
    write(packages / "argosy.pth", f"{ROOT}\n", locale.getencoding())
    if IS_WINDOWS:
        write(ENVIRONMENT / "argosy.cmd", f'@"{PYTHON}" -m argosy.cli %*\r\n', "utf-8")
        return
    # Through sh, because a first line with the path itself may be too long or hold a space.
    launcher = ENVIRONMENT / "bin" / "argosy"
    write(launcher, f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -m argosy.cli "$@"\n', "utf-8")
    launcher.chmod(0o755)


def write(path, text, encoding):
    """Write a file unless it says that already."""
    if not path.exists() or path.read_text(encoding=encoding) != text:
        path.write_text(text, encoding=encoding)


def offer_tools():
    """Install what tests look with where that is ours to do; elsewhere those tests skip."""
    wanted = [
        name
        for any_of, names in TOOLS.items()
        if not any(map(shutil.which, any_of))
        for name in names
    ]
    apt = shutil.which("apt-get")
    is_root = not IS_WINDOWS and os.getuid() == 0
    if not wanted or apt is None or not (is_root or os.environ.get("CI") == "true"):
        return
    print(f"Installing {' '.join(wanted)} for the tests …", flush=True)
    su = [] if is_root else ["sudo", "-n"]
    quiet = {
        "stdout": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    for command in (["update"], ["install", "-y", "--no-install-recommends", *wanted]):
        if subprocess.call([*su, apt, "-qq", *command], **quiet):
            print("That did not work: some tests will skip.", file=sys.stderr)
            return


def run(*arguments):
    """Run the environment's Python to its end."""
    return subprocess.call([str(PYTHON), *arguments], cwd=ROOT)


def hand_over(*arguments):
    """Become the environment's Python, or wait for it where a process cannot become another."""
    command = [str(PYTHON), *arguments]
    if not IS_WINDOWS:
        sys.stdout.flush()
        os.execv(command[0], command)
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # It got the same Ctrl-C, and ends in order.
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
