-- The tables do not know of a migration.
DELETE FROM django_migrations WHERE app = 'doctor'
