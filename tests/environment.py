"""What the settings are told, before pytest-django loads them (`-p tests.environment` in pyproject.toml)."""

import os

os.environ.setdefault("COMMONPURSE_PLACE", "demonstration")
os.environ.setdefault("COMMONPURSE_DATABASE_ROLE", "worker")  # it says for whom it acts, and is `app` in everything else
os.environ.setdefault("COMMONPURSE_SECRET", "a secret of the tests, which opens nothing else")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in the thread that also uses the ORM
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the tests share two cores: threads of small sums would only wait for each other
