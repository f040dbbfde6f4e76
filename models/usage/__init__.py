from . import cae_price_fact_mixin, cae_usage  # load before what extends them  # noqa: I001
from . import (
    cae_entrepreneur,
    cae_plan,
    cae_plan_pause,
    cae_price_agreement,
    cae_program,
    cae_replay,
    cae_replay_line,
    cae_replay_total,
    cae_space,
    cae_usage_doubts,
    cae_usage_life,
    cae_usage_person,
    cae_usage_rating,
    cae_usage_share,
    price_facts,
    res_partner,
)
