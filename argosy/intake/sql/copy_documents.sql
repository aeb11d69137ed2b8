-- Documents given as values.
COPY batch_document FROM STDIN;
