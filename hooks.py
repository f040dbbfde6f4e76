"""Install hooks of the addon: what cannot be shipped as data."""


def post_init_hook(env):
    """Prepare what depends on the database: run once, at installation."""
    env["res.company"].search([])._cae_prepare_company()
