"""The addresses of the console. A name's first part is its place in the rail."""

from django.urls import include, path

from argosy.console.views import (
    channels,
    costs,
    keys,
    moves,
    orders,
    postings,
    profit,
    search,
    session,
    settings,
    stock,
    today,
)

urlpatterns = [
    path("", today.today, name="today"),
    path("orders", orders.orders, name="orders"),
    path("orders/<int:order>", orders.order, name="orders-one"),
    path("stock", stock.stock, name="stock"),
    path("stock/moves", moves.moves, name="stock-moves"),
    path("stock/<int:sku>", moves.sku, name="stock-one"),
    path("profit", profit.profit, name="profit"),
    path("profit/postings", postings.postings, name="profit-postings"),
    path("profit/costs", costs.costs, name="profit-costs"),
    path("source/<int:document>", postings.source, name="profit-source"),
    path("channels", channels.channels, name="channels"),
    path("channels/mapping", channels.mapping, name="channels-mapping"),
    path("channels/<slug:key>", channels.channel, name="channels-one"),
    path("", include("argosy.console.views.imports.urls")),
    path("settings", settings.profile, name="settings"),
    path("settings/users", settings.users, name="settings-users"),
    path("settings/users/<str:username>", settings.user, name="settings-user"),
    path("settings/companies", settings.companies, name="settings-companies"),
    path("settings/rates", settings.rates, name="settings-rates"),
    path("settings/keys", keys.keys, name="settings-keys"),
    path("settings/exports", settings.exports, name="settings-exports"),
    path("search", search.search, name="search"),
    path("sign-in", session.sign_in, name="sign-in"),
    path("sign-out", session.sign_out, name="sign-out"),
    path("preferences", session.preferences, name="preferences"),
    path("health", session.health, name="health"),
]
