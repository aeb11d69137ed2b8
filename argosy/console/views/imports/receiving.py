"""Files coming in: kept as evidence first, then planned, then carried out by a worker."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from argosy.console.middleware import scope_of
from argosy.console.views.imports import pages, seen
from argosy.evidence.types import StoredFile
from argosy.intake import queries, services
from argosy.intake.errors import ChannelNeeded, NoProfileFits
from argosy.kernel.errors import DomainError
from argosy.web.access import require
from argosy.web.errors import NotAllowed
from argosy.web.refusals import STATUS, spoken


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one file that was sent."""

    name: str
    runs: tuple[int, ...] = ()
    question: str = ""  # what a person has to say first
    href: str = ""  # and where
    refusal: str = ""
    code: str = ""


@require("import.run")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep what was sent, and have it imported; ask what cannot be found out."""
    arrivals = [_received(request, one) for one in request.FILES.getlist("files")]
    swaps = bool(request.headers.get("HX-Request"))
    only = arrivals[0] if len(arrivals) == 1 else None
    if only and (only.href or len(only.runs) == 1):
        href = only.href or reverse("import-one", args=[only.runs[0]])
        if swaps:
            return HttpResponse(headers={"HX-Redirect": href})
        return HttpResponseRedirect(href)
    context = pages.overview(request)
    if isinstance(context, HttpResponse):
        return context
    context |= {"arrivals": arrivals, "nothing": not arrivals, "swaps": swaps}
    template = "console/imports/_arrivals.html" if swaps else "console/imports/imports.html"
    return render(request, template, context)


@require("import.run")
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, file: int) -> HttpResponse:
    """Say of a kept file what could not be found out: which export it is, of which channel."""
    stored = seen.file_of(request, file)
    context = pages.choosers(request) | {"file": stored, "given": request.POST or request.GET}
    if request.method == "GET":
        return render(request, "console/imports/file.html", context)
    try:
        runs = plan(
            request,
            stored,
            profile=request.POST.get("profile") or None,
            channel=request.POST.get("channel") or None,
        )
    except NoProfileFits:
        return HttpResponseRedirect(reverse("import-columns", args=[file]))
    except DomainError as refusal:
        context["message"] = spoken(refusal)
        status = STATUS[refusal.kind]
        return render(request, "console/imports/file.html", context, status=status)
    return begun(runs)


def plan(
    request: HttpRequest,
    stored: StoredFile,
    *,
    profile: str | None,
    channel: str | None,
    path: Path | None = None,
) -> Sequence[int]:
    """Plan the imports of a kept file, and have a worker carry them out.

    :raises NotAllowed: it would go into a channel that this person may not see.
    """
    now, by, may = datetime.now(UTC), scope_of(request).user_id, seen.granted(request)
    with transaction.atomic():
        if path is None:
            runs = services.plan_kept(
                file=stored.id, profile=profile, channel=channel, by=by, now=now
            )
        else:
            runs = services.plan(
                path=path, file=stored, profile=profile, channel=channel, by=by, now=now
            )
        for run in runs:
            into = queries.run(run=run, now=now).channel
            if may is not None and into is not None and into not in may:
                raise NotAllowed(permission=_("this channel"))
            services.carry_out_later(run=run)
    return runs


def begun(runs: Sequence[int]) -> HttpResponse:
    """Go where the imports can be watched."""
    if len(runs) == 1:
        return HttpResponseRedirect(reverse("import-one", args=[runs[0]]))
    return HttpResponseRedirect(reverse("import"))


def _received(request: HttpRequest, sent: "UploadedFile[bytes]") -> Arrival:
    name, now = sent.name or _("file"), datetime.now(UTC)
    by = scope_of(request).user_id
    profile = request.POST.get("profile") or None
    channel = request.POST.get("channel") or None
    with tempfile.TemporaryDirectory(prefix="argosy-upload-") as folder:
        # Never under the name that it came with: that is the sender's to choose.
        path = Path(folder) / "file"
        with path.open("wb") as out:
            for chunk in sent.chunks():
                out.write(chunk)
        try:
            stored = services.receive_file(path=path, name=name, received_by=by, now=now)
        except DomainError as refusal:
            return Arrival(name, refusal=spoken(refusal), code=refusal.code)
        try:
            runs = plan(request, stored, profile=profile, channel=channel, path=path)
        except NoProfileFits:
            href = reverse("import-columns", args=[stored.id])
            said = _("None of the exports we know has these columns.")
            return Arrival(name, question=said, href=href)
        except ChannelNeeded:
            href = reverse("import-file", args=[stored.id])
            said = _("It could belong to several channels.")
            return Arrival(name, question=said, href=href)
        except DomainError as refusal:
            return Arrival(name, refusal=spoken(refusal), code=refusal.code)
    return Arrival(name, runs=tuple(runs))
