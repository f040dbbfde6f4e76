from . import test_dated, test_reminder, test_sentences, test_version, test_words
