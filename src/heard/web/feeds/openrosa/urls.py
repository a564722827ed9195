"""Where OpenRosa is: by HTTP authentication, and with a device's token in the address."""

from django.urls import path

from heard.web.feeds.openrosa import views

app_name = "openrosa"

urlpatterns = [
    path("formList", views.form_list, name="forms"),
    path("submission", views.submission, name="submission"),
    path("forms/<str:form>/<str:version>", views.form, name="form"),
    path("forms/<str:form>/<str:version>/manifest", views.manifest, name="manifest"),
    path("<str:token>/formList", views.form_list, name="forms"),
    path("<str:token>/submission", views.submission, name="submission"),
    path("<str:token>/forms/<str:form>/<str:version>", views.form, name="form"),
    path("<str:token>/forms/<str:form>/<str:version>/manifest", views.manifest, name="manifest"),
]
