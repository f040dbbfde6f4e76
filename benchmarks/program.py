"""A programme made to stand from two files; read by ``odoo shell`` (./dev bench program).

A directory of spaces and a list of members, as people write them, then what the screens do: check
and import the directory, preview and load the members, the matrix, the drafts, all put in force.
"""

import base64

from _measure import Table, measured
from _street import Street
from odoo import Command

#: Coops and hosts, and what the whole may take: the machine's part of ten minutes, and of two.
SIZES = ((13, 60, 20), (15, 300, 120))

env = env  # noqa: F821, PLW0127 - given by odoo shell
street = Street(env)
street.company.cae_role = "network"
# rights count: a person of the network clicks, nobody clicks as the superuser
manager = street.env["res.users"].create(
    {
        "name": "Manager",
        "login": "bench_manager",
        "lang": "fr_FR",
        "company_id": street.company.id,
        "company_ids": [Command.set(street.company.ids)],
        "group_ids": [Command.link(env.ref("cae_tiers_lieux.group_manager").id)],
    }
)
env = street.env(user=manager, context={**street.env.context, "lang": "fr_FR"})


def file_of(titles, rows):
    lines = [";".join(cells) for cells in (titles, *rows)]
    return base64.b64encode("\r\n".join(lines).encode("cp1252"))


def directory(name, hosts):
    rows = [
        (f"Tiers-lieu {name} n°{place}", f"{place} rue d’Aval", f"{place % 95 + 1:02}100",
         f"Bourg-l’Évêque {place}", f"Association {name} {place}")
        for place in range(hosts)
    ]  # fmt: skip
    return file_of(("Nom", "Adresse", "Code postal", "Commune", "Structure gestionnaire"), rows)


def members(name, coops, hosts):
    rows = [(f"CAE {name} {place}", "CAE", "01/01/2026", "") for place in range(coops)]
    choices = ("", "Gratuit", "au cas par cas", "réduit 50 %")
    rows += [
        (f"Tiers-lieu {name} n°{place}", "Tiers-lieu", "01/01/2026", choices[place % 4])
        for place in range(hosts)
    ]
    return file_of(("Structure", "Côté", "Entrée", "Choix"), rows)


def stand(coops, hosts, by_pair):
    """Do it all; yield what each act took."""
    name = f"{coops}×{hosts}{'p' if by_pair else ''}".replace("×", "x")
    with measured(env) as cost:
        imported = env["cae.import"].create(
            {"kind": "spaces", "file": directory(name, hosts), "filename": "annuaire.csv"}
        )
        imported.action_check()
        imported.action_import()
    yield "directory", cost
    formula = [
        {"name": "Découverte", "status": "cape", "first_months": 3, "effect": "discount"},
        {"name": "Partenaire", "status": "cesa", "effect": "public", "is_choice": True},
    ]
    formula[0]["value"] = 20
    program = env["cae.program"].create(
        {
            "name": name,
            "by_pair": by_pair,
            "network_id": street.company.partner_id.id,
            "rule_ids": [Command.create(terms) for terms in formula],
        }
    )
    wizard = env["cae.program.member.load"].create(
        {"program_id": program.id, "file": members(name, coops, hosts)}
    )
    with measured(env) as cost:
        assert wizard.is_ready, wizard.preview
    yield "preview", cost
    with measured(env) as cost:
        wizard.action_load()
    yield "load", cost
    street.settle()
    with measured(env) as cost:
        assert program.matrix_html.count("<td") == coops * hosts
    yield "matrix", cost
    with measured(env) as cost:
        drafts = env["cae.convention"].search(program.action_prepare_conventions()["domain"])
    yield "drafts", cost
    assert len(drafts) == hosts * (coops if by_pair else 1)
    env.invalidate_all()
    with measured(env) as cost:
        drafts.action_start()
    yield "in force", cost
    program.invalidate_recordset()
    _hosts, _coops, cells = program._get_matrix(drafts[0].date_start)
    assert set(cells.values()) == {"in_force"}


table = Table("A programme from two files: files → matrix → drafts → in force")
for coops, hosts, goal in SIZES:
    for by_pair in (False, True):
        costs = dict(stand(coops, hosts, by_pair))
        seconds = sum(cost.seconds for cost in costs.values())
        table.add(
            f"{coops} coops × {hosts} hosts, one convention a {'pair' if by_pair else 'host'}",
            f"{seconds:.1f} s",
            "",
            "",
            f"≤ {goal} s",
            seconds <= goal,
        )
        for act, cost in costs.items():
            table.add(f"   {act}", f"{cost.seconds:.2f} s, {cost.queries} queries")
table.show()
