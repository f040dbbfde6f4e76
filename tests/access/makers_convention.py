"""Conventions, spaces, imports, sessions: a record of each model with a life, in each state."""


def make(case):
    """Return ``{model: {state: record}}``, made with the factories of ``case``."""
    return {}
