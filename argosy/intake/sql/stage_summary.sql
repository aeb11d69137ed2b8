-- How many documents there are.
SELECT count(*) FROM stage_document;
