"""How well pages are read, measured: floors that only rise, and peers on the same pages."""
