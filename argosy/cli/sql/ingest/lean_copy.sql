-- A batch on its way.
COPY lean_stage FROM STDIN;
