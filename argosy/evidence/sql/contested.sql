-- Whether anything in this batch is contested at all.
SELECT document, wins FROM contested_document ORDER BY document;
