"""Which organisation a line of a list of members means: by its number, its name, its space."""

from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, models

from ...sheets.matching import Index, Known
from ...sheets.words import fold

#: A SIREN; a SIRET begins with one.
SIREN = 9
#: Of a file that names many unknown organisations, those for which a near name is searched.
SUGGESTED = 20


def _digits(code):
    return "".join((code or "").split()).upper()


@dataclass(slots=True)
class Organisations:
    """The organisations that a file may mean, by what it may call them."""

    by_code: dict
    by_name: dict
    by_space: dict
    hosts: object
    #: The members of the programme, by organisation and side.
    members: dict
    #: The names of each side, as they are written.
    names: dict
    #: ``{side: Index}`` of these names, made for the first one that nobody knows.
    near: dict = field(default_factory=dict)
    asked: int = 0


class CaeProgramMember(models.Model):
    _inherit = "cae.program.member"

    @api.model
    def _get_organisations(self, program):
        """Fetch, in a constant number of queries, the organisations that a file may mean."""
        spaces = self.env["cae.space"].search_fetch([], ["name", "host_id"], order="id")
        partners = self.env["res.partner"].search_fetch(
            [
                ("company_id", "in", [False, self.env.company.id]),
                "|",
                ("is_company", "=", True),
                ("id", "in", spaces.host_id.ids),
            ],
            ["name", "email", "company_registry", "cae_rna"],
            order="id",
        )
        by_code, by_name, by_space = defaultdict(set), defaultdict(set), defaultdict(set)
        for partner in partners:
            by_name[fold(partner.name or "")].add(partner.id)
            registry = _digits(partner.company_registry)
            for code in {registry, registry[:SIREN], _digits(partner.cae_rna)} - {""}:
                by_code[code].add(partner.id)
        # a space is read by every company, its legal person perhaps not
        hosts = spaces.host_id & partners
        for space in spaces:
            if not space.host_id or space.host_id in hosts:
                by_space[fold(space.name)].add(space.host_id.id)
        members = program.member_ids.grouped(lambda m: (m.partner_id, m.side))
        names = {
            "coop": partners.mapped("name"),
            "host": [*hosts.mapped("name"), *spaces.mapped("name")],
        }
        return Organisations(by_code, by_name, by_space, hosts, members, names)

    @api.model
    def _find_organisation(self, said, known):
        """Return ``(organisation, "code" | "name" | "space" | "new", sentence or False)``.

        Only what is certain is found; a CAE that nobody knows is a new contact, a space that
        nobody knows comes with the directory.

        :param said: the line, a ``sheets.members.Member``
        """
        env, nobody = self.env, self.env["res.partner"]
        words = {"number": said.number, "name": said.name}
        for code in dict.fromkeys((said.code, said.code[:SIREN])):
            if found := self._choose_organisation(known.by_code.get(code, ()), said, known):
                if len(found) == 1:
                    return found, "code", False
                return nobody, "", self._get_alike_sentence(said, found)
        found = self._choose_organisation(known.by_name.get(fold(said.name), ()), said, known)
        if len(found) > 1:
            return nobody, "", self._get_alike_sentence(said, found)
        if found and said.code and self._has_other_code(found, said.code):
            return (
                nobody,
                "",
                env._(
                    "Line %(number)s (%(name)s): the organisation of this name has the number "
                    "%(code)s: correct the file, or its contact.",
                    code=found.company_registry or found.cae_rna,
                    **words,
                ),
            )
        if found:
            return found, "name", False
        if said.side == "coop":
            return nobody, "new", False
        hosts = known.by_space.get(fold(said.name), set())
        if len(hosts - {False}) == 1:
            return nobody.browse(hosts - {False}), "space", False
        if hosts - {False}:
            return nobody, "", self._get_alike_sentence(said, nobody.browse(hosts - {False}))
        return nobody, "", self._get_unknown_sentence(said, known, bool(hosts))

    def _choose_organisation(self, ids, said, known):
        """Among those of one number or name: those of the name, members already, hosts."""
        found = self.env["res.partner"].browse(sorted(ids))
        ways = (
            lambda partner: fold(partner.name or "") == fold(said.name),
            lambda partner: (partner, said.side) in known.members,
            lambda partner: (partner in known.hosts) == (said.side == "host"),
        )
        for way in ways:
            if len(found) > 1:
                found = found.filtered(way) or found
        return found

    def _has_other_code(self, partner, code):
        """Whether an organisation has an official number that is not this one."""
        if code.isdigit():
            registry = _digits(partner.company_registry)
            return bool(registry) and registry[:SIREN] != code[:SIREN]
        return bool(partner.cae_rna) and _digits(partner.cae_rna) != code

    def _get_alike_sentence(self, said, partners):
        return self.env._(
            "Line %(number)s (%(name)s) may be one of several organisations: %(names)s. Give the "
            "SIREN that its contact has.",
            number=said.number,
            name=said.name,
            names=", ".join(partners.mapped("display_name")),
        )

    def _get_unknown_sentence(self, said, known, has_space):
        words = {"number": said.number, "name": said.name}
        if has_space:
            return self.env._(
                "Line %(number)s (%(name)s): this space has no legal person: write it on the page "
                "of the space first.",
                **words,
            )
        if near := self._get_near(said, known):
            return self.env._(
                "Line %(number)s (%(name)s) is in no directory: did you mean “%(near)s”? Else load "
                "the directory of spaces first.",
                near=near,
                **words,
            )
        return self.env._(
            "Line %(number)s (%(name)s) is in no directory: load the directory of spaces first.",
            **words,
        )

    def _get_near(self, said, known):
        """Return a name that looks like that of an unknown organisation, or ""."""
        known.asked += 1
        if known.asked > SUGGESTED:
            return ""
        if said.side not in known.near:
            names = dict.fromkeys(filter(None, known.names[said.side]))
            known.near[said.side] = Index(Known(place, name) for place, name in enumerate(names))
        index = known.near[said.side]
        return next((index.names[one] for one in index.find(said.name).candidates), "")
