from . import (
    cae_space,
    cae_space_closure,
    cae_space_kind,
    cae_space_resource,
    cae_space_role,
    cae_tariff,
    cae_tariff_line,
    cae_support_session,
    cae_vat_status,
    res_partner,
)
