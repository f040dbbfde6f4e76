"""What the life of a record is made of: stages, transitions, and the permit that runs them.

A model with a state, or with signed, billed or posted content, writes one table ``_life``. The
table is what ``cae.life.mixin`` enforces, what a screen may ask, what the generated tests walk and
what the page of rights prints: there is no second place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from odoo.tools.translate import LazyGettext

#: Written by Odoo's own conversation and portal machinery, whatever the state.
ALWAYS_WRITABLE = frozenset(
    {
        "access_token",
        "activity_ids",
        "message_follower_ids",
        "message_ids",
        "message_main_attachment_id",
        "message_partner_ids",
        "website_message_ids",
    }
)

#: The roles of the addon, from the one that may least; each is ``cae_tiers_lieux.group_<role>``.
ROLES = ("support", "accountant", "manager")


@dataclass(frozen=True, slots=True)
class Stage:
    """What people may do to a record by hand while it is in one state.

    ``writable``: the only fields that may be written. ``by_role``: more fields, for those who hold
    a role. ``entered``: the fields that a new record may hold, where they are not those of
    ``writable`` (a line added beside a locked one). ``delete``: the role that may delete it, empty
    for nobody. ``way_on``: what to do instead of writing what is locked, as a sentence that its
    reader can follow.
    """

    writable: frozenset[str] = frozenset()
    by_role: Mapping[str, frozenset[str]] = field(default_factory=dict)
    entered: frozenset[str] | None = None
    delete: str = ""
    way_on: LazyGettext | None = None

    def linked_by(self, link: str) -> "Stage":
        """The same stage of a part, whose link to its whole is given at birth and kept."""
        if link not in self.writable:
            return self
        entered = self.writable if self.entered is None else self.entered
        return replace(self, writable=self.writable - {link}, entered=entered)

    def names(self) -> frozenset[str]:
        """Every field that somebody may write in this state."""
        return self.writable.union(self.entered or (), *self.by_role.values())


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of a life: from which states, to which one, who may, what it writes beside.

    An empty ``target`` leaves the state as it is (a signature noted, a file corrected).
    """

    sources: tuple[str, ...]
    target: str = ""
    role: str = ""
    writes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Life:
    """The whole table of a model.

    ``stages`` by state; the first one is where records begin. ``parent``: a part of another record
    lives by that record's state, and never moves to another whole: the link is entered, not
    written. ``filed``: ``{state: (field, state once that document is there)}``, for a document that
    is filed once. ``labels``: what the states are called that no field holds, and that follow from
    facts (a side has signed, a bill names it).
    """

    stages: Mapping[str, Stage]
    transitions: Mapping[str, Transition] = field(default_factory=dict)
    parent: str = ""
    filed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    state_field: str = "state"
    labels: Mapping[str, LazyGettext] = field(default_factory=dict)

    def __post_init__(self):
        if self.parent:
            stages = {state: stage.linked_by(self.parent) for state, stage in self.stages.items()}
            object.__setattr__(self, "stages", stages)

    @property
    def first(self) -> str:
        return next(iter(self.stages))

    def extended(self, more: Mapping[str, Iterable[str]]) -> "Life":
        """The same life with more writable fields by state: those that a later house adds."""
        stages = {
            state: replace(stage, writable=stage.writable | frozenset(more.get(state, ())))
            for state, stage in self.stages.items()
        }
        return replace(self, stages=stages)


class Permit:
    """Leave to write some fields of some records, given by a transition and by nothing else.

    It travels in the context. A remote call sends JSON, never an instance of this class, so it
    cannot be forged; a context that holds it fails when it is sent back to a client, so it cannot
    leak. It names the model, the records and the fields: what a transition calls further down
    gets no leave by it. ``ids`` is ``None`` for records still to be created.
    """

    __slots__ = ("fields", "ids", "model")

    def __init__(self, model: str, ids: Iterable[int] | None, fields: Iterable[str]):
        self.model = model
        self.ids = None if ids is None else frozenset(ids)
        self.fields = frozenset(fields)

    def covers(self, model: str, id_: int | None) -> frozenset[str]:
        """The fields that may be written on this record; ``None`` asks for a creation."""
        if model != self.model:
            return frozenset()
        if id_ is None:
            return self.fields if self.ids is None else frozenset()
        return self.fields if self.ids is not None and id_ in self.ids else frozenset()
