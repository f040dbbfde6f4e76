from .career import *  # noqa: F403
