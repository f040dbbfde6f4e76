from . import (
    cae_entrepreneur,
    cae_entrepreneur_status,
    cae_entrepreneur_followup,
    cae_entrepreneur_life,
    cae_entrepreneur_file,
    cae_exit_item,
    cae_exit_check,
    cae_person_aid,
    cae_person_document,
)
