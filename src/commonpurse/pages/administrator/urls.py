"""What an administrator does for the organisations they look after."""

from django.urls import URLPattern, path

from commonpurse.pages.administrator import home, invitations, people, reaching, teams

app_name = "administrator"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("<uuid:organisation_id>", people.people, name="people"),
    path("<uuid:organisation_id>/name", home.rename, name="rename"),
    path("<uuid:organisation_id>/complaints", reaching.complaints, name="complaints"),
    path("<uuid:organisation_id>/people/<uuid:membership_id>/reach", reaching.worker, name="reach_worker"),
    path("<uuid:organisation_id>/teams/<uuid:team_id>/reach", reaching.team, name="reach_team"),
    path("<uuid:organisation_id>/people/<uuid:membership_id>", people.change, name="membership"),
    path("<uuid:organisation_id>/people/<uuid:membership_id>/more", people.more, name="more"),
    path("<uuid:organisation_id>/people/<uuid:membership_id>/end", people.end, name="end"),
    path("<uuid:organisation_id>/invitations", invitations.invitations, name="invitations"),
    path("<uuid:organisation_id>/invite", invitations.invite, name="invite"),
    path("<uuid:organisation_id>/invitations/<uuid:invitation_id>/withdraw", invitations.withdraw, name="withdraw"),
    path("<uuid:organisation_id>/teams", teams.teams, name="teams"),
    path("<uuid:organisation_id>/teams/new", teams.new, name="new_team"),
    path("<uuid:organisation_id>/teams/<uuid:team_id>", teams.team, name="team"),
    path("<uuid:organisation_id>/teams/<uuid:team_id>/share", teams.share, name="share"),
    path("<uuid:organisation_id>/teams/<uuid:team_id>/stop-sharing", teams.stop_sharing, name="stop_sharing"),
]
