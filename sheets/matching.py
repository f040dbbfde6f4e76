"""Find a person or a place by what a sheet says of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from .words import fold, person_key

ALIKE = 86.0
COVERED = 90.0
MAX_CANDIDATES = 6
# Among more names than these, one without a word in common is not looked for.
MAX_COMPARED = 20_000


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody or some place the database knows."""

    id: int
    name: str
    emails: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name, with what tells it from another of the same name."""
        signs = (*self.references, *self.emails)
        return f"{self.name} ({signs[0]})" if signs else self.name


@dataclass(frozen=True, slots=True)
class Found:
    """The one that was found, or the candidates among whom a person has to choose."""

    id: int | None = None
    candidates: tuple[int, ...] = ()
    note: str = ""


@dataclass(slots=True)
class Index:
    """Known people, or known places, to be found by reference, e-mail or name.

    >>> index = Index([Known(1, "Anna Petit"), Known(2, "Léa Martin"), Known(3, "Lea MARTIN")])
    >>> index.find("PETIT Anna").id
    1
    >>> index.find("Léa Martin").candidates, index.find("Anna P.").candidates
    ((2, 3), (1,))
    >>> index.find("Lea Martin").candidates, index.find("Anna Ptit").candidates
    ((3, 2), (1,))
    >>> index.find("Zoé Durand")
    Found(id=None, candidates=(), note='')
    """

    known: Iterable[Known]
    names: dict[int, str] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    _keys: dict[int, str] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_email: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_reference: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _memory: dict[tuple[str, str, str], Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.known:
            self.add(one)

    def add(self, one: Known) -> None:
        """Know one more; the same one twice is known once."""
        if one.id in self.names:
            return
        self._memory.clear()
        self.names[one.id] = one.name
        self.labels[one.id] = one.label
        self._keys[one.id] = person_key(one.name)
        self._by_name[self._keys[one.id]].append(one.id)
        for word in fold(one.name).split():
            self._by_word[word].add(one.id)
        for email in one.emails:
            self._by_email[email.strip().lower()].append(one.id)
        for reference in one.references:
            self._by_reference[fold(reference)].append(one.id)

    def find(self, name: str = "", email: str = "", reference: str = "") -> Found:
        """Find by reference, then e-mail, then name; only what is certain gets an ``id``."""
        key = (name, email, reference)
        if key not in self._memory:
            self._memory[key] = self._find(name, email, reference)
        return self._memory[key]

    def _find(self, name: str, email: str, reference: str) -> Found:
        if reference and (ids := self._by_reference.get(fold(reference))):
            return self._choose(ids, name)
        if email and (ids := self._by_email.get(email.strip().lower())):
            return self._choose(ids, name)
        if not name:
            return Found()
        if "@" in name and (ids := self._by_email.get(name.strip().lower())):
            return self._choose(ids, "")
        if ids := self._by_name.get(person_key(name)):
            if len(ids) == 1:
                return Found(ids[0], note="other_email" if email else "")
            return Found(candidates=self._likely_first(ids, name))
        if ids := self._by_reference.get(fold(name)):
            return self._choose(ids, "")
        return Found(candidates=self._alike(name))

    def _choose(self, ids: list[int], name: str) -> Found:
        if len(ids) == 1:
            return Found(ids[0])
        named = [one for one in ids if person_key(self.names[one]) == person_key(name)]
        if len(named) == 1:
            return Found(named[0])
        return Found(candidates=self._likely_first(named or ids, name))

    def _likely_first(self, ids: list[int], name: str) -> tuple[int, ...]:
        """Those written most alike first."""
        said = name.casefold()
        likely = sorted(ids, key=lambda one: -fuzz.ratio(said, self.names[one].casefold()))
        return tuple(likely[:MAX_CANDIDATES])

    def _alike(self, name: str) -> tuple[int, ...]:
        """Those whose name holds all these words (or their initials), or is a slip away."""
        words = fold(name).split()
        near: set[int] = set()
        for word in words:
            if len(word) > 2:
                near |= self._by_word.get(word, set())
        keys = {one: self._keys[one] for one in near}
        if not near and len(self._keys) <= MAX_COMPARED:
            keys = self._keys
        found = process.extract(
            person_key(name), keys, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        )
        scores = {one: score for _key, score, one in found}
        for one in near:
            theirs = keys[one].split()
            if _covers(words, theirs) or _covers(theirs, words):
                scores[one] = max(scores.get(one, 0.0), COVERED)
        return tuple(sorted(scores, key=lambda one: (-scores[one], one))[:MAX_CANDIDATES])


def _covers(words: list[str], theirs: list[str]) -> bool:
    """Whether each word is one of theirs, or the initial of one; one whole word at least."""
    if not any(word in theirs and len(word) > 2 for word in words):
        return False
    return all(
        word in theirs or (len(word) == 1 and any(t.startswith(word) for t in theirs))
        for word in words
    )
