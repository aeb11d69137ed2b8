-- Their lines.
COPY batch_line FROM STDIN;
