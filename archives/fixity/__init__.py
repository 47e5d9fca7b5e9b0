"""Fixity: packages as BagIt folders (RFC 8493), written and checked. Pure: no Flask, no database."""
