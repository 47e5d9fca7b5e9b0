"""The blueprint that the pages of delivery share."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("sessions", __name__)
