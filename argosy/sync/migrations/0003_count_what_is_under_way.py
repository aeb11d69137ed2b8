"""Find what is being sent to an endpoint, so that no more than a few calls are under way.

Phase:  expand; a partial index
Locks:  SHARE on sync_delivery while it is built
Size:   a row a call under way
Undo:   drop the index
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0002_tell_of_stock"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "waiting"), ("claimed_until__isnull", False)),
                fields=["endpoint", "claimed_until"],
                name="delivery_under_way",
            ),
        ),
    ]
