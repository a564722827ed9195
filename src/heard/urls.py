"""Which door is where."""

from django.urls import URLPattern, URLResolver, include, path

from heard.web.api.api import api as figures
from heard.web.feeds.api import api
from heard.web.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("heard.web.staff.urls")),
    path("", include("heard.web.citizen.urls")),
    path("feeds/", api.urls),
    path("api/", figures.urls),
    path("openrosa/", include("heard.web.feeds.openrosa.urls")),
    path("scim/v2/", include("heard.web.feeds.scim.urls")),
    path("healthz", health),
]
