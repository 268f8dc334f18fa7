"""`scheme publish`, and schemes by id where a database answers and where none does."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from commonpurse.access.actors import OPERATOR
from commonpurse.access.context import acting_as
from commonpurse.allocation import published
from commonpurse.allocation.acts import publish
from commonpurse.allocation.commands.schemes import scheme_group
from commonpurse.allocation.models import Scheme
from commonpurse.allocation.sources import scheme_source, shipped_sources
from commonpurse.assessments.models import Questionnaire
from commonpurse.formula import read_scheme
from tests.allocation.test_publishing import ADULT, changed

SOURCE = Path(published.__file__).parents[1]
WORDS = SOURCE / "assessments" / "questionnaires" / "reference-adult.toml"


@pytest.fixture
def quiet_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own database is ready already."""
    monkeypatch.setattr("commonpurse.foundation.ready.django", lambda: None)
    monkeypatch.setattr("commonpurse.foundation.ready.migrated", lambda: None)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(scheme_group, words)
    return result.exit_code, result.output


@pytest.mark.usefixtures("db", "quiet_ready")
def test_scheme_and_words_are_published_together_or_not_at_all(tmp_path: Path) -> None:
    scheme, broken = tmp_path / "scheme.toml", tmp_path / "words.toml"
    scheme.write_bytes(ADULT)
    broken.write_text("format = 1\n")
    assert run("publish", str(scheme), "--questionnaire", str(broken))[0] == 2
    assert not Scheme.objects.exists()
    assert run("publish", str(scheme), "--questionnaire", str(WORDS)) == (
        0,
        "Reference scheme for adults, version 2026.1, is published with its questionnaire.\n",
    )
    assert Questionnaire.objects.get().scheme_version == "2026.1"
    scheme.write_bytes(changed(title='"Another"'))
    status, said = run("publish", str(scheme))
    assert (status, said) == (2, "reference-adult 2026.1 is published already, and differs. A change needs a new version.\n")


def test_an_id_is_looked_up_in_the_database_first(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    with acting_as(OPERATOR):
        publish(changed(status='"draft"', version='"2025.9"'), by=OPERATOR)
    at = connection.settings_dict
    address = f"postgresql://{at['USER']}:{quote(at['PASSWORD'])}@/{at['NAME']}?host={quote(at['HOST'])}&port={at['PORT'] or 5432}"
    with monkeypatch.context() as only_here:
        only_here.setattr("commonpurse.foundation.addresses.address", lambda _: address)
        assert b'version = "2025.9"' in scheme_source("reference-adult")
        assert [each.version for each in published.published_list()] == ["2025.9"]
        assert scheme_source("reference-carer") in list(shipped_sources())


def test_a_shipped_id_needs_no_database_and_no_settings(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "DATABASE_OWNER_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # as in anybody's shell: the tests set it
    given = '{"answers": {"eating": {"level": 1}}}'
    command = [sys.executable, "-m", "commonpurse.config.command_line", "allocate", "--scheme", "reference-adult", "--answers", "-"]
    done = subprocess.run(command, input=given, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Cannot say yet: between ")


@pytest.mark.usefixtures("db", "quiet_ready")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_scheme_in_other_letters_is_published_and_gives_the_same_rules_again(encoding: str, tmp_path: Path) -> None:
    scheme = tmp_path / "scheme.toml"
    scheme.write_bytes(ADULT.decode().encode(encoding))
    assert run("publish", str(scheme))[0] == 0
    row = Scheme.objects.get()
    assert read_scheme(row.source.encode()).sha256 == row.sha256
    assert run("publish", str(scheme))[0] == 0
    assert Scheme.objects.count() == 1
