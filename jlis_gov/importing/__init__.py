"""The office's page that brings a table in: choose, look, confirm."""
