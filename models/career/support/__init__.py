from . import cae_support_session, cae_support_attendance, calendar_event
