"""The Celery application. What it runs is decided by job rows (longting.audit.jobs); Celery only carries their ids."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longting.settings")

app = Celery("longting")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
