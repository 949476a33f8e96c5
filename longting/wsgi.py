"""WSGI entry point for gunicorn, which by itself asks none of Django's start-up checks (an address without a policy, a
misspelt preset of password rules): here they stop the start as they stop a command."""

import os

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longting.settings")

application = get_wsgi_application()
if faults := [str(message) for message in run_checks() if message.is_serious()]:
    raise ImproperlyConfigured("\n".join(faults))
