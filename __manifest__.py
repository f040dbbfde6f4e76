{
    "name": "CAE & Tiers-Lieux",
    "summary": "Contracts, partner spaces, cross-memberships and cross-billing of French CAE",
    "version": "19.0.1.0.0",
    "category": "Services/CAE",
    "author": "cae_tiers_lieux contributors",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "account",
        "account_edi_ubl_cii",
        "l10n_fr_account",
        "hr",
        "calendar",
        "portal",
    ],
    "external_dependencies": {"python": ["xmltodict"]},
    "data": [
        "security/cae_tiers_lieux_groups.xml",
        "views/cae_menus.xml",
    ],
    "demo": [],
    "post_init_hook": "post_init_hook",
}
