"""What kind of place this database is: real, or a demonstration. It can never become the other."""

from django.db import models


class Place(models.Model):
    kind = models.CharField(max_length=20, primary_key=True)  # `demonstration` is the only mark; a real place has none
    made_on = models.DateField()
