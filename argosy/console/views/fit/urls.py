"""The addresses of the Fit pages."""

from django.urls import path

from argosy.console.views.fit import acts, answer, asking, comparing, sellers

urlpatterns = [
    path("fit", sellers.sellers, name="fit"),
    path("fit/new", acts.new, name="fit-new"),
    path("fit/book", acts.book, name="fit-book"),
    path("fit/compare", comparing.compare, name="fit-compare"),
    path("fit/sellers/<str:key>", answer.latest, name="fit-seller"),
    path("fit/sellers/<str:key>/questions", asking.questions, name="fit-questions"),
    path("fit/sellers/<str:key>/ask", acts.ask, name="fit-ask"),
    path("fit/sellers/<str:key>/copy", acts.copy, name="fit-copy"),
    path("fit/sellers/<str:key>/remove", acts.remove, name="fit-remove"),
    path("fit/answers/<int:answer>", answer.answer, name="fit-answer"),
    path("fit/answers/<int:answer>/live", answer.live, name="fit-live"),
    path("fit/answers/<int:answer>/override", acts.override, name="fit-override"),
    path("fit/answers/<int:answer>/rule", acts.rule, name="fit-rule"),
    path("fit/answers/<int:answer>/answer.pdf", answer.paper, name="fit-pdf"),
]
