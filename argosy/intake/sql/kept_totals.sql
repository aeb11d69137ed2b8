-- What these documents stated in all when they first spoke.
SELECT given.document, coalesce(sum(posting.amount_minor), 0)::bigint,
       coalesce(sum(posting.amount_minor) FILTER (WHERE posting.kind = 'refund'), 0)::bigint
FROM unnest(%(documents)s::bigint[]) AS given (document)
LEFT JOIN finance_posting AS posting
  ON posting.document = given.document AND posting.revision = 0 AND posting.basis = 'stated'
GROUP BY given.document;
