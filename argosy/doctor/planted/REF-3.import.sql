-- An import is of a file that does not exist.
UPDATE intake_run SET file = 0 WHERE id = %(run)s
