"""Capital: a record of each model with a life, in each of its states."""


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``."""
    return {}
