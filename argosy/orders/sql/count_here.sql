-- Number transactions behind all that was told, if the book has come from elsewhere; whether it had.
SELECT book_count_here(%(now)s);
