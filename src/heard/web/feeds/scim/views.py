"""The addresses of SCIM 2.0: users, groups, and what of the standard is taken."""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from ninja.errors import HttpError
from pydantic import ValidationError
from scim2_models import (
    Context,
    Error,
    InvalidSyntaxException,
    ListResponse,
    NotFoundException,
    PatchOp,
    Resource,
    SCIMException,
    SearchRequest,
    TooManyException,
)
from scim2_models.path import CompareOperator, Comparison

from heard.accounts.keys import check_key
from heard.accounts.models import FeedKey
from heard.clock.read import now
from heard.journal.write import Actor
from heard.web.feeds.reading import NotJson, is_storable, read_body
from heard.web.feeds.scim.resources import MOST, SERVICE, User

TYPE = "application/scim+json"
QUERY, CREATED = Context.RESOURCE_QUERY_RESPONSE, Context.RESOURCE_CREATION_RESPONSE
ENVELOPE = ListResponse[User]  # of whatever is listed in it
Door = Callable[..., HttpResponse]


def for_directories(view: Callable[..., HttpResponse]) -> Door:
    """Let in whoever holds a key of this kind; tell what is refused as SCIM has it."""

    @csrf_exempt
    @cache_control(no_store=True)
    @wraps(view)
    def reached(request: HttpRequest, **parts: Any) -> HttpResponse:  # noqa: ANN401 - of an address
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        source = check_key(key.strip(), kind=FeedKey.Kind.SCIM, now=now()) if key else None
        if kind.lower() != "bearer" or source is None:
            return _refused(Error(status=401, detail="A key of a feed is needed."))
        try:
            with transaction.atomic(), SERVICE:
                return view(request, by=Actor(id=f"feed:scim:{source}", label=source), **parts)
        except SCIMException as error:
            return _refused(error.to_error())
        except ValidationError as error:
            return _refused(Error.from_validation_errors(error)[0])
        except (NotJson, HttpError) as error:
            status = getattr(error, "status_code", HTTPStatus.BAD_REQUEST)
            return _refused(Error(status=status, scim_type="invalidSyntax", detail=str(error)))

    return reached


def told(found: Resource[Any] | None, others: tuple[Resource[Any], ...] = ()) -> Door:
    """Give the view of something that never changes: a resource, or else a list of them."""

    @require_safe
    @for_directories
    def view(request: HttpRequest, *, by: Actor, name: str = "") -> HttpResponse:  # noqa: ARG001
        if "filter" in request.GET:  # RFC 7644, 4
            return _refused(Error(status=403, detail="Nothing of this is filtered."))
        if found is not None:
            return _shown(found)
        if name:
            named = [one for one in others if one.id == name]
            if not named:
                raise NotFoundException
            return _shown(named[0])
        return _listed(others, start=1, total=len(others))

    return view


def many(kind: Any) -> Door:  # noqa: ANN401 - a module: `users` or `groups`
    """Give the view that lists resources of a kind, and adds one."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @for_directories
    def view(request: HttpRequest, *, by: Actor) -> HttpResponse:
        if request.method == "POST":
            given = kind.MODEL.model_validate(
                _body(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST
            )
            made = kind.shown(kind.add(given, by=by, now=now()), now=now())
            answer = _shown(made, context=CREATED, status=HTTPStatus.CREATED)
            answer.headers["Location"] = made.meta.location
            return answer
        asked = SearchRequest[kind.MODEL].model_validate(
            request.GET.dict(), scim_ctx=Context.SEARCH_REQUEST
        )
        return _found(asked, kind)

    return view


def search(model: Any, *kinds: Any) -> Door:  # noqa: ANN401 - modules, as above
    """Give the view that lists resources by a question that is posted (RFC 7644, 3.4.3)."""

    @require_POST
    @for_directories
    def view(request: HttpRequest, *, by: Actor) -> HttpResponse:  # noqa: ARG001 - who is let in
        return _found(SearchRequest[model].model_validate(_body(request)), *kinds)

    return view


@for_directories
def nothing(_request: HttpRequest, *, other: str, by: Actor) -> HttpResponse:  # noqa: ARG001
    """Say of an address that it is none, as SCIM has it."""
    raise NotFoundException


def one(kind: Any) -> Door:  # noqa: ANN401 - a module, as above
    """Give the view that shows, writes anew, changes or removes one resource of a kind."""

    @require_http_methods(["GET", "HEAD", "PUT", "PATCH", "DELETE"])
    @for_directories
    def view(request: HttpRequest, *, number: int, by: Actor) -> HttpResponse:
        row = kind.everybody().filter(pk=number).first()
        if row is None:
            raise NotFoundException
        if request.method == "DELETE":
            kind.remove(row, by=by, now=now())
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        before = kind.shown(row, now=now())
        if request.method in {"PUT", "PATCH"}:
            after = _after(request, kind.MODEL, before)
            kind.change(row, before=before, after=after, by=by, now=now())
            before = kind.shown(row, now=now())
        asked = SearchRequest[kind.MODEL].model_validate(request.GET.dict())
        return _shown(before, asked=asked)

    return view


def _after(request: HttpRequest, model: type[Resource[Any]], before: Resource[Any]) -> Any:  # noqa: ANN401
    """Give what a resource is to be: all of it, or some changes of it."""
    body = _body(request)
    if request.method == "PUT":
        after = model.model_validate(body, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
        after.replace(before)
        return after
    patch = PatchOp[model].model_validate(  # type: ignore[valid-type]
        body, scim_ctx=Context.RESOURCE_PATCH_REQUEST
    )
    if len(patch.operations or ()) > MOST:
        raise TooManyException(detail=f"A patch has {MOST} operations at most.")
    after = before.model_copy(deep=True)
    patch.patch(after)
    return after


def _found(asked: SearchRequest[Any], *kinds: Any) -> HttpResponse:  # noqa: ANN401
    """List what matches. Without a filter the database counts, and gives one page."""
    first = asked.start_index_0 or 0
    last = first + min(MOST if asked.count is None else asked.count, MOST)
    if asked.filter is None and len(kinds) == 1:
        rows = kinds[0].everybody()
        page = [kinds[0].shown(row, now=now()) for row in rows[first:last]]
        return _listed(page, start=first + 1, total=rows.count(), asked=asked)
    shown = [kind.shown(row, now=now()) for kind in kinds for row in _narrowed(kind, asked)]
    matching = [one for one in shown if asked.filter is None or asked.filter.match(one)]
    return _listed(matching[first:last], start=first + 1, total=len(matching), asked=asked)


def _narrowed(kind: Any, asked: SearchRequest[Any]) -> QuerySet[Model]:  # noqa: ANN401
    """Let the database find what a filter of one `eq` names: what directories ask for."""
    rows: QuerySet[Model] = kind.everybody()
    node = asked.filter.ast if asked.filter is not None else None
    if asked.filter is None or not isinstance(node, Comparison) or not isinstance(node.value, str):
        return rows
    found = asked.filter.resolve(node.attr_path) if node.op == CompareOperator.eq else None
    column = kind.FIELDS.get(found.field_name) if found is not None else None
    return rows.filter(**{f"{column}__iexact": node.value}) if column else rows


def _body(request: HttpRequest) -> Mapping[str, Any]:
    body = read_body(request, types=(TYPE, "application/json"))
    if not isinstance(body, dict) or not is_storable(body):
        raise InvalidSyntaxException(detail="The body is one object of SCIM.")
    return body


def _shown(
    found: Resource[Any],
    *,
    context: Context = QUERY,
    status: HTTPStatus = HTTPStatus.OK,
    asked: SearchRequest[Any] | None = None,
) -> HttpResponse:
    words = found.model_dump(scim_ctx=context, response_parameters=asked)
    return JsonResponse(words, status=status, content_type=TYPE)


def _listed(
    page: Sequence[Resource[Any]],
    *,
    start: int,
    total: int,
    asked: SearchRequest[Any] | None = None,
) -> HttpResponse:
    answer = ENVELOPE(total_results=total, start_index=start, items_per_page=len(page))
    shown = [one.model_dump(scim_ctx=QUERY, response_parameters=asked) for one in page]
    return JsonResponse(answer.model_dump() | {"Resources": shown}, content_type=TYPE)


def _refused(error: Error) -> HttpResponse:
    return JsonResponse(error.model_dump(), status=int(error.status or 400), content_type=TYPE)
