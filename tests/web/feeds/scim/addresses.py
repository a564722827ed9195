"""What the addresses of SCIM answer to whoever holds no key, by method as in `test_access`."""

TOLD = (
    *("ServiceProviderConfig", "Schemas", "Schemas/<str:name>"),
    *("ResourceTypes", "ResourceTypes/<str:name>"),
)
ANSWERS = {
    **dict.fromkeys(TOLD, "401 401 405 405 405 405 405"),
    **dict.fromkeys((".search", "Users/.search", "Groups/.search"), "405 405 401 405 405 405 405"),
    **dict.fromkeys(("Users", "Groups"), "401 401 401 405 405 405 405"),
    **dict.fromkeys(("Users/<int:number>", "Groups/<int:number>"), "401 401 405 401 401 401 405"),
    "<path:other>": "401 401 401 401 401 401 401",
}
SCIM = {f"scim/v2/{name}": 4 * (answers,) for name, answers in ANSWERS.items()}
