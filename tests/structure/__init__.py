from . import test_demo, test_files, test_grain, test_registry, test_sudo, test_views
