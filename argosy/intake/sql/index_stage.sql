-- A batch is a range of documents.
CREATE INDEX ON stage_line (n);
