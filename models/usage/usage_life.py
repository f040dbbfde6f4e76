"""The life of a use: recorded → rated → locked, or cancelled; what each state leaves open."""

from odoo.tools.translate import LazyTranslate

from ..base.life import Life, Stage, Transition

_lt = LazyTranslate(__name__)

#: What decides the price; a locked use never loses it (design, invariant 3).
FACTS = frozenset(
    "space_id resource_id partner_id coop_id activity_id visitor date day_part start stop unit"
    " quantity settled_by company_id".split()
)
BESIDE = frozenset({"note", "external_ref"})
OPEN_STATES = ("recorded", "rated")

LIFE = Life(
    stages={
        "recorded": Stage(FACTS | BESIDE, delete="support"),
        "rated": Stage(FACTS | BESIDE, delete="support"),
        "locked": Stage(way_on=_lt("An accountant cancels the statement that bills it first.")),
        "cancelled": Stage(
            frozenset({"note"}), delete="support", way_on=_lt("Record the use again.")
        ),
    },
    transitions={
        "cancel": Transition(
            OPEN_STATES, "cancelled", "support", frozenset({"problem", "problem_code"})
        ),
        "tell_who": Transition(OPEN_STATES, "", "support", frozenset({"visitor"})),
        "confirm": Transition(OPEN_STATES, "", "support", frozenset({"is_confirmed"})),
        "join": Transition(OPEN_STATES, "cancelled", writes=frozenset({"note"})),
        "settle_on_site": Transition(OPEN_STATES, "", "support", frozenset({"settled_by"})),
        "rate": Transition(OPEN_STATES, "rated"),
        "sort_out": Transition(OPEN_STATES, "recorded"),
        "lock": Transition(("rated",), "locked"),
        "unlock": Transition(("locked",), "rated"),
    },
)
