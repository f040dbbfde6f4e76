from . import cae_usage  # load before what extends it  # noqa: I001
from . import (
    cae_activity_member,
    cae_attestation,
    cae_contract,
    cae_convention,
    cae_space,
    cae_entrepreneur,
    cae_tariff_line,
    cae_usage_clocks,
    cae_usage_person,
    cae_usage_rating,
    cae_usage_sentence,
    cae_usage_share,
    cae_usage_store,
)
