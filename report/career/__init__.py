from . import report_cae_document
