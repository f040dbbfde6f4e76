from . import (
    cae_account_role,
    cae_dated_mixin,
    cae_organisation_mixin,
    cae_reminder_mixin,
    cae_unit_mixin,
    cae_version_mixin,
    res_company,
)
