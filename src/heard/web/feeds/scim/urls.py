"""Where the directory of a force tells who works there."""

from django.urls import path

from heard.web.feeds.scim import groups, users
from heard.web.feeds.scim.resources import SERVICE
from heard.web.feeds.scim.views import many, nothing, one, search, told

app_name = "scim"
schemas, types = told(None, SERVICE.schemas), told(None, SERVICE.resource_types)

urlpatterns = [
    path("ServiceProviderConfig", told(SERVICE.config), name="config"),
    path("Schemas", schemas, name="schemas"),
    path("Schemas/<str:name>", schemas, name="schema"),
    path("ResourceTypes", types, name="types"),
    path("ResourceTypes/<str:name>", types, name="type"),
    path("Users", many(users), name="users"),
    path("Users/.search", search(users.MODEL, users), name="search-users"),
    path("Users/<int:number>", one(users), name="user"),
    path("Groups", many(groups), name="groups"),
    path("Groups/.search", search(groups.MODEL, groups), name="search-groups"),
    path("Groups/<int:number>", one(groups), name="group"),
    path(".search", search(users.MODEL | groups.MODEL, users, groups), name="search"),
    path("<path:other>", nothing, name="nothing"),
]
