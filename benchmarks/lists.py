"""Queries and seconds of the screens that grow; read by ``odoo shell`` (./dev bench lists).

The kanban of entrepreneurs as the web client opens it, and the lists of uses, statements and
conventions for 10, 80 and 800 rows, beside Odoo's own list of contacts.
"""

from _measure import Table, measured, middle
from _street import MONTH, Street
from lxml import etree

RUNS = 3
PEOPLE = 2000
SIZES = (10, 80, 800)

env = env  # noqa: F821, PLW0127 - given by odoo shell
street = Street(env)


def specification(model, view_type):
    """The fields a view reads, with the names of linked records."""
    Model = street.env[model]
    arch = etree.fromstring(Model.get_view(view_type=view_type)["arch"])
    inner = {node for sub in arch.iter("field") for node in sub.iterdescendants("field")}
    names = {node.get("name") for node in arch.iter("field") if node not in inner}
    return {
        name: {"fields": {"display_name": {}}} if Model._fields[name].relational else {}
        for name in names
        if name in Model._fields
    }


def opened(work):
    """The median cost of a screen on a cold cache."""
    costs = []
    for _run in range(RUNS):
        env.invalidate_all()
        with measured(env) as cost:
            work()
        costs.append(cost)
    return middle(costs)


def told(cost):
    return f"{cost.queries} queries, {cost.seconds:.3f} s"


table = Table(f"Screens, median of {RUNS} runs")

files = street.people(PEOPLE)
stages = street.env["cae.stage"].search([])
for place, stage in enumerate(stages):
    files[place :: len(stages)].with_context(tracking_disable=True).write({"stage_id": stage.id})
street.env["res.partner"].create([{"name": f"Contact {n}"} for n in range(max(SIZES))])
conventions = street.conventions(max(SIZES))
street.env["cae.usage"].create(
    [
        street.use_vals(files[number], convention.host_id.cae_space_ids, MONTH)
        for number, convention in enumerate(conventions)
    ]
)
statements, _plan, failures = street.env["cae.statement"]._close_month(street.company, MONTH)
assert len(statements) == max(SIZES) and not failures
street.settle()


def kanban(model, domain, group, limit):
    spec = specification(model, "kanban")
    return opened(
        lambda: street.env[model].web_read_group(
            domain, [group], ["__count"], auto_unfold=True, unfold_read_specification=spec,
            unfold_read_default_limit=limit,
        )
    )  # fmt: skip


everyone = kanban("cae.entrepreneur", [("id", "in", files.ids)], "stage_id", 40)
few = kanban("cae.entrepreneur", [("id", "in", files[:60].ids)], "stage_id", 40)
contacts = kanban("res.partner", [], "country_id", 40)
table.add(
    f"kanban of {PEOPLE} entrepreneurs / of 60",
    told(everyone),
    told(few),
    "",
    "constant",
    everyone.queries == few.queries,
)
table.add("   beside Odoo's kanban of contacts by country", "", told(contacts))

for model in ("cae.entrepreneur", "cae.usage", "cae.statement", "cae.convention", "res.partner"):
    spec = specification(model, "list")
    costs = [
        opened(lambda s=size, m=model, p=spec: street.env[m].web_search_read([], p, limit=s))
        for size in SIZES
    ]
    constant = len({cost.queries for cost in costs}) == 1
    table.add(
        f"list of {model}, {' / '.join(map(str, SIZES))} rows",
        " / ".join(str(cost.queries) for cost in costs) + " queries",
        "",
        " / ".join(f"{cost.seconds:.3f}" for cost in costs) + " s",
        "constant" if model.startswith("cae.") else "",
        constant if model.startswith("cae.") else None,
    )
table.show()
