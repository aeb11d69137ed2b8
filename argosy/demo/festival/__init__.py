"""A shopping festival, played on a company of its own: sold, delivered badly, broken, audited."""
