from . import (
    test_account_role,
    test_dated,
    test_errors,
    test_job,
    test_life,
    test_payload,
    test_reminder,
    test_sentences,
    test_version,
    test_words,
)
