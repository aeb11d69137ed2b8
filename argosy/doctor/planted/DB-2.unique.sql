-- The guard against posting twice is gone.
ALTER TABLE finance_posting DROP CONSTRAINT posting_once
