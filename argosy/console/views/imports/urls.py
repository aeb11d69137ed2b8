"""The addresses of the Import pages."""

from django.urls import path

from argosy.console.views.imports import columns, pages, quarantine, receiving, undoing

urlpatterns = [
    path("import", pages.imports, name="import"),
    path("import/upload", receiving.upload, name="import-upload"),
    path("import/live", pages.live, name="import-live"),
    path("import/<int:run>", pages.one, name="import-one"),
    path("import/<int:run>/cancel", undoing.cancel, name="import-cancel"),
    path("import/<int:run>/undo", undoing.undo, name="import-undo"),
    path("import/files/<int:file>", receiving.file, name="import-file"),
    path("import/files/<int:file>/columns", columns.columns, name="import-columns"),
    path("import/quarantine", quarantine.held, name="import-quarantine"),
    path("import/quarantine/<int:quarantined>", quarantine.one, name="import-quarantined"),
    path("import/quarantine/<int:quarantined>/dismiss", quarantine.dismiss, name="import-dismiss"),
]
