"""What each refusal tells its reader to do, as the act that does it (design, invariant 13).

A stage of a life that gains a sentence without a line here fails ``test_ways``.
"""

from typing import NamedTuple


class Do(NamedTuple):
    """A button on the record, or on the one that ``path`` leads to."""

    method: str
    path: str = ""
    #: The role that the sentence names, where not every reader may.
    by: str = ""
    #: Model and state of the record to act on, where the made one leads to none.
    of: tuple[str, str] | None = None


class New(NamedTuple):
    """Another record of the model (the record's own one when empty)."""

    model: str = ""
    by: str = ""


class Change(NamedTuple):
    """A field that stays open."""

    field: str
    value: str = ""
    by: str = ""


class Elsewhere(NamedTuple):
    """A fact, or an act of Odoo's own screens: the test that shows it."""

    test: str


NEW_VERSION = Do("action_new_version", "convention_id", by="manager")
REVERSE = Do("action_reverse", by="accountant")
REVERSE_WHOLE = Do("action_reverse", "subscription_id", by="accountant")
BACK = Do("action_back_to_draft", "contract_id")
AMEND = Do("action_amend", "contract_id")
CANCEL = Do("action_cancel", by="accountant", of=("cae.statement", "invoiced"))
AGAIN = New("cae.assembly")

WAYS = {
    "cae.entrepreneur": {
        "bound": Do("action_exit"),
        "held": Elsewhere("test_nothing_lost"),
    },
    "cae.contract": {
        **dict.fromkeys(
            ("to_sign", "signed_by_coop", "signed_by_entrepreneur"), Do("action_back_to_draft")
        ),
        "running": Do("action_amend"),
        **dict.fromkeys(("ended", "terminated", "cancelled"), New()),
    },
    "cae.contract.clause": {
        **dict.fromkeys(("signed_by_coop", "signed_by_entrepreneur"), BACK),
        "running": AMEND,
        **dict.fromkeys(("ended", "terminated"), New("cae.contract")),
    },
    "cae.contract.holder": dict.fromkeys(("running", "ended", "terminated"), Change("date_end")),
    "cae.declaration": {"done": Change("date_done")},
    "cae.support.session": dict.fromkeys(("done", "cancelled"), Do("action_plan_again")),
    "cae.support.attendance": {
        "done": Change("state"),
        "cancelled": Do("action_plan_again", "session_id"),
    },
    "cae.convention": {
        **dict.fromkeys(("running", "ended"), Do("action_new_version", by="manager")),
        "cancelled": New(),
    },
    "cae.convention.rule": {
        **dict.fromkeys(("running", "ended"), NEW_VERSION),
        "cancelled": New("cae.convention"),
    },
    "cae.convention.signature": {
        **dict.fromkeys(("running", "ended"), NEW_VERSION),
        "cancelled": New("cae.convention"),
    },
    "cae.price.agreement": dict.fromkeys(("agreed", "refused"), New()),
    "cae.attestation": {"used": Change("date_end", "2026-12-31")},
    "cae.tariff": {"used": Do("action_new_version")},
    "cae.tariff.line": {"used": Do("action_new_version", "tariff_id")},
    "cae.usage": {
        "locked": CANCEL,
        "cancelled": New(),
    },
    "cae.service": {
        "locked": CANCEL,
        **dict.fromkeys(("confirmed", "cancelled"), Do("action_draft")),
    },
    "cae.statement": {
        "invoiced": Do("action_cancel"),
        "cancelled": New("cae.month.close"),
    },
    "cae.plan": {
        **dict.fromkeys(("running", "ended"), New()),
    },
    "cae.plan.pause": {"ended": Elsewhere("test_plan")},
    "cae.replay": {"proposed": New()},
    "cae.import": {"done": Do("action_undo")},
    "cae.import.line": {
        "done": Do("action_undo", "import_id"),
        "undone": Do("action_check", "import_id"),
    },
    "cae.membership": {
        **dict.fromkeys(("active", "filed"), Do("action_end", by="accountant")),
        **dict.fromkeys(("ended", "cancelled"), New()),
    },
    "cae.dues": {
        "open": Do("action_preview", "campaign_id"),
        "invoiced": New("cae.dues.campaign"),
    },
    "cae.dues.campaign": {"preview": Do("action_back_to_draft"), "done": New()},
    "cae.assembly": {"closed": AGAIN},
    "cae.assembly.ballot": {"closed": AGAIN},
    "cae.assembly.resolution": {"closed": AGAIN},
    "cae.assembly.voter": {
        **dict.fromkeys(("draft", "open"), Do("action_list_voters", "assembly_id")),
        "closed": AGAIN,
    },
    "cae.college.weighting": {"used": New()},
    "cae.college.weighting.line": {"used": New("cae.college.weighting")},
    "cae.share.value": {"used": New()},
    "cae.share.subscription": {
        **dict.fromkeys(("signed", "filed"), REVERSE),
        "cancelled": New(),
    },
    "cae.share.call": {
        "draft": Do("action_sign", "subscription_id", by="accountant"),
        **dict.fromkeys(("signed", "filed"), REVERSE_WHOLE),
        "cancelled": New("cae.share.subscription"),
    },
    "cae.share.move": {
        **dict.fromkeys(
            (*("conversion", "opening", "refund", "transfer_in", "transfer_out"), "payment"),
            REVERSE,
        ),
        "withholding": Elsewhere("test_membership_withholding"),
        "subscription": REVERSE_WHOLE,
        "reversal": Elsewhere("test_membership_shares"),
    },
    "cae.share.withholding": {"done": Elsewhere("test_membership_withholding")},
    "cae.loss.year": {"used": Elsewhere("test_membership_shares")},
}
