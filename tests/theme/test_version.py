"""No old file after an update: the address of every static file changes when any of them does, and each may be kept for good."""

import shutil
from pathlib import Path

from django.conf import settings
from django.test import Client
from django.urls import reverse

from commonpurse.theme.version import STATIC, theme_version, version_of

GONE = "00000000"


def test_the_version_follows_every_change(tmp_path: Path) -> None:
    folder = shutil.copytree(STATIC, tmp_path / "static")
    assert version_of(folder) == theme_version()
    script = folder / "theme" / "scripts" / "page.js"
    with script.open("a") as handle:
        handle.write("// one more line\n")
    changed = version_of(folder)
    assert changed != theme_version()
    script.rename(script.with_name("other.js"))
    assert version_of(folder) not in {changed, theme_version()}


def test_a_page_names_files_by_the_version_and_they_may_be_kept(db: None, client: Client) -> None:
    address = f"/static/{theme_version()}/theme/theme.css"
    assert settings.STATIC_URL in address
    assert address in client.get(reverse("public:front")).content.decode()
    answer = client.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    answer.close()
    imported = client.get(f"/static/{theme_version()}/theme/scripts/autosave.js")  # page.js names it, from beside itself
    assert imported.status_code == 200
    imported.close()


def test_a_page_of_another_version_gets_the_file_as_it_is_and_keeps_nothing(db: None, client: Client) -> None:
    answer = client.get(f"/static/{GONE}/theme/theme.css")
    assert (answer.status_code, answer["Location"]) == (302, f"/static/{theme_version()}/theme/theme.css")
    assert answer["Cache-Control"] == "no-store"


def test_what_is_not_there_is_not_there(db: None, client: Client) -> None:
    for version in (GONE, theme_version()):
        assert client.get(f"/static/{version}/theme/nothing.css").status_code == 404
        assert client.get(f"/static/{version}/../../config/settings.py").status_code in {400, 404}
