"""Why somebody beside the team may reach a part of one journey. Each lasts no longer than that journey goes on."""

HELPING = "helping"  # somebody's own words about a person
READING = "second reader"  # the person's own answers, for somebody whom they asked to read them, until they are sent
