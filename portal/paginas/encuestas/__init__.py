"""Página de encuestas."""
