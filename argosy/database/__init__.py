"""The database under Argosy: an embedded PostgreSQL, or the one that `DATABASE_URL` names.

No Django in here: this must run before Django has a database to talk to. `attachment.attach`
starts and stops, `url.resolve` decides which it is, `companies` and `backup` work on whole ones.
"""
