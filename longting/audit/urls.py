from django.urls import path

from longting.audit.views import events

app_name = "audit"

urlpatterns = [
    path("", events.EventList.as_view(), name="event-list"),
    path("verify/", events.chain_verify, name="chain-verify"),
    path("<int:seq>/", events.event_detail, name="event-detail"),
]
