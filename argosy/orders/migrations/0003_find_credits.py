"""Find the credits of a customer without walking through all that they bought.

Phase:  expand; an index of the few lines that are credits
Locks:  SHARE on orders_line while it is built
Size:   5 million lines in a large book, a few in a hundred of them credits: seconds
Undo:   drop the index
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("channels", "0003_remember_what_was_sold"),
        ("orders", "0002_promise_and_follow"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="line",
            index=models.Index(
                condition=models.Q(("kind", "merchandise_return")),
                fields=["order"],
                name="line_credits",
            ),
        ),
    ]
