-- The guard of the postings is gone.
DROP TRIGGER posting_append_only ON finance_posting
