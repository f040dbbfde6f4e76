"""How hypothesis runs here: as it comes, or quickly and always alike when mutants are tried."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants",
    derandomize=True,
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
