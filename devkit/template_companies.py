"""Run inside ``odoo shell``: the companies of the test template, each with the French chart.

Tests find them by these names; the first is Odoo's main company.
"""
# pylint: disable=undefined-variable  # env is given by odoo shell

COMPANIES = ["Coop A (test)", "Coop B (test)", "Host H (test)"]

france = env.ref("base.fr")  # noqa: F821
main = env.ref("base.main_company")  # noqa: F821
main.name = COMPANIES[0]
companies = (
    main
    + env["res.company"].create(  # noqa: F821
        [
            {"name": name, "country_id": france.id, "currency_id": env.ref("base.EUR").id}  # noqa: F821
            for name in COMPANIES[1:]
        ]
    )
)
env.ref("base.user_admin").company_ids = companies  # noqa: F821
for company in companies:
    if not company.chart_template:
        env["account.chart.template"].try_loading("fr", company, install_demo=False)  # noqa: F821
    assert company.chart_template == "fr" and company.currency_id.name == "EUR", company.name
env.cr.commit()  # noqa: F821
print("companies ready")
