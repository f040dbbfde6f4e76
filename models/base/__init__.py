from . import (
    base,
    base_partner_merge,
    cae_account_role,
    cae_dated_mixin,
    cae_life_mixin,
    cae_organisation_mixin,
    cae_reminder_mixin,
    cae_unit_mixin,
    cae_version_mixin,
    ir_attachment,
    res_company,
    res_partner,
)
