"""Pages to print, set by typst: data goes in, a PDF comes out. Nothing here knows a table."""
