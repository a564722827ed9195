"""Which door is where."""

from django.urls import URLPattern, URLResolver, include, path

from heard.web.feeds.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("heard.web.citizen.urls")),
    path("feeds/", api.urls),
]
