from django.urls import path

from longting.desk.views import workbench

app_name = "desk"

urlpatterns = [
    path("", workbench.home, name="home"),
    path("desk/", workbench.workbench, name="workbench"),
    path("desk/jobs/", workbench.jobs, name="jobs"),
]
