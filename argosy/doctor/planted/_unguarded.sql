-- For the length of a trial that is taken back, rows that are append-only can be spoilt.
-- Trespasses because a guard that is never missed proves nothing; the trial's transaction is rolled back.
ALTER TABLE finance_posting DISABLE TRIGGER USER;
ALTER TABLE inventory_move DISABLE TRIGGER USER;
