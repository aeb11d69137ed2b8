-- What the batch turned out to be.
SELECT count(*) FILTER (WHERE fate = 'new'), count(*) FILTER (WHERE fate = 'known'),
       count(*) FILTER (WHERE fate = 'changed'), count(*) FILTER (WHERE fate = 'again')
FROM incoming_document;
