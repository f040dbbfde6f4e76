"""What a person is on a day: the one list of statuses and of their names.

Files, uses, conditions of a convention, attestations: each shows those that concern it, under
the same names everywhere.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

STATUS_LABELS = {
    # what a career makes of a person (cae.entrepreneur.status_on)
    "candidate": _lt("Candidate"),
    "cape": _lt("CAPE"),
    "cesa": _lt("CESA"),
    "associate": _lt("Associate"),
    "suspended": _lt("Contract suspended"),
    "exited": _lt("Gone"),
    # who has no career
    "staff": _lt("Support team"),
    "external": _lt("External visitor"),
    "organisation": _lt("Organisation"),
}
CAREER_STATUSES = ("candidate", "cape", "cesa", "associate", "suspended", "exited")


def status_selection(env, statuses):
    """Return the pairs of a selection field over these statuses, in the language of ``env``."""
    return [(status, env._(STATUS_LABELS[status])) for status in statuses]


def status_label(env, status):
    """Return the name of a status in the language of ``env``."""
    label = STATUS_LABELS[status]
    return env._(label)
