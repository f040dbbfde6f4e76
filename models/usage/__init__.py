from . import cae_usage  # load before what extends it  # noqa: I001
from . import (
    cae_activity_member,
    cae_attestation,
    cae_contract,
    cae_convention,
    cae_entrepreneur,
    cae_space,
    cae_tariff_line,
    cae_usage_rating,
    cae_usage_share,
)
