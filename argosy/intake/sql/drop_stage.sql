-- The file is in the book, or will be staged anew.
DROP TABLE IF EXISTS stage_part, stage_problem, stage_document, stage_line;
