-- The guard against a document counting twice is gone.
DROP INDEX document_once
