from . import (
    account_analytic_plan,
    cae_activity,
    cae_activity_member,
    cae_entrepreneur,
    res_company,
)
