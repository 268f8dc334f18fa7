"""What counts populations never burdens what serves people."""

import subprocess
import sys


def loaded_by(code: str) -> set[str]:
    """Give the outermost packages that a fresh Python has loaded after some code."""
    code += "\nimport sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_one_budget_needs_no_numpy() -> None:
    assert not {"numpy", "numba"} & loaded_by("from commonpurse.formula import allocate")


def test_the_server_loads_neither_numpy_nor_numba() -> None:
    assert not {"numpy", "numba"} & loaded_by(
        "from commonpurse.config.wsgi import application\nfrom django.urls import get_resolver\nget_resolver().url_patterns"
    )


def test_many_budgets_load_numba_only_when_they_are_computed() -> None:
    found = loaded_by("import commonpurse.formula.many")
    assert "numpy" in found
    assert not {"numba", "django", "pyarrow", "scipy"} & found
