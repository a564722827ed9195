"""Where the directory of a force tells who works there."""

from django.urls import path

from heard.web.feeds.scim.views import GROUPS, USERS, config, many, one

app_name = "scim"

urlpatterns = [
    path("ServiceProviderConfig", config, name="config"),
    path("Users", many(USERS), name="users"),
    path("Users/<int:number>", one(USERS), name="user"),
    path("Groups", many(GROUPS), name="groups"),
    path("Groups/<int:number>", one(GROUPS), name="group"),
]
