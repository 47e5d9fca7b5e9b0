"""The composition root: `create_app()` reads as a table of contents."""

from __future__ import annotations

from flask import Flask

import accounts.cli
import accounts.views
import archives.cli
import archives.models
import archives.views.blueprint
import archives.views.dossier
import archives.views.packages
import conformity.gates.views
import conformity.views
import courses.cli
import courses.enrolling.reminders
import courses.enrolling.views.blueprint
import courses.enrolling.views.decisions
import courses.enrolling.views.desk
import courses.enrolling.views.employer
import courses.enrolling.views.own
import courses.enrolling.views.public
import courses.planning.views.blueprint
import courses.planning.views.needs
import courses.planning.views.plans
import courses.syllabus.views
import courses.views.blueprint
import courses.views.classes
import courses.views.curricula
import courses.views.roster
import intake.cli
import intake.views
import jobs.cli
import jobs.runner
import jobs.views
import messages.cli
import messages.views
import sessions.absence.models
import sessions.absence.reminders
import sessions.absence.views.appeals
import sessions.absence.views.blueprint
import sessions.absence.views.desk
import sessions.absence.views.makeups
import sessions.absence.views.own
import sessions.agenda.views.blueprint
import sessions.agenda.views.calendar
import sessions.agenda.views.moving
import sessions.checkin.models
import sessions.checkin.views.blueprint
import sessions.checkin.views.board
import sessions.checkin.views.desk
import sessions.checkin.views.installed
import sessions.checkin.views.phone
import sessions.checkin.views.suspicions
import sessions.checkin.views.taps
import sessions.checkin.views.windows
import sessions.cli
import sessions.cloning.models
import sessions.cloning.views
import sessions.examining.models
import sessions.examining.views.blueprint
import sessions.examining.views.deferring
import sessions.examining.views.marking
import sessions.examining.views.own
import sessions.examining.views.paper_exams
import sessions.examining.views.releasing
import sessions.examining.views.sittings
import sessions.feeds.models
import sessions.feeds.views
import sessions.handouts.models
import sessions.handouts.views
import sessions.ledger.models
import sessions.ledger.views.adjusting
import sessions.ledger.views.blueprint
import sessions.ledger.views.claims
import sessions.ledger.views.classes
import sessions.ledger.views.closing
import sessions.ledger.views.coverage
import sessions.ledger.views.coverage_person
import sessions.ledger.views.my_claims
import sessions.ledger.views.my_year
import sessions.ledger.views.statements
import sessions.ledger.views.teachers
import sessions.ledger.views.telling
import sessions.ledger.views.years
import sessions.models
import sessions.online.models
import sessions.online.views.beats
import sessions.online.views.blueprint
import sessions.online.views.lessons
import sessions.online.views.player
import sessions.portals.views.blueprint
import sessions.portals.views.classes
import sessions.portals.views.own
import sessions.questions.views.bank
import sessions.questions.views.blueprint
import sessions.questions.views.imports
import sessions.questions.views.reading
import sessions.reminders
import sessions.rollcall.models
import sessions.rollcall.reminders
import sessions.rollcall.views.logs
import sessions.rollcall.views.roll
import sessions.sheets.models
import sessions.sheets.views.sheets
import sessions.solving.models
import sessions.solving.views.blueprint
import sessions.solving.views.choice
import sessions.solving.views.proposals
import sessions.solving.views.repairs
import sessions.solving.views.runs
import sessions.views.attendance
import sessions.views.blueprint
import sessions.views.corrections
import sessions.views.hours
import sessions.views.my_hours
import sessions.views.my_sessions
import sessions.views.overlaps
import sessions.views.records
import sessions.views.scheduling
import sessions.views.scores
import sessions.views.series
import sessions.views.timetable
import standards.cli
import standards.drafts.views
import standards.holidays.views
import standards.views
import surveys.cli
import surveys.models
import surveys.views.list
import surveys.views.survey
import trainer.accreditation.models
import trainer.accreditation.views.documents
import trainer.accreditation.views.institutions
import trainer.accreditation.views.posts
import trainer.accreditation.views.records
import trainer.accreditation.views.several
import trainer.places.models
import trainer.places.views.campuses
import trainer.places.views.records
import trainer.places.views.register
import trainer.reminders
import trainer.teaching.models
import trainer.teaching.views.records
import trainer.teaching.views.register
import trainer.views
from accounts import access, sign_in
from config import Config, current_config
from core import amounts, errors, headers, kept, languages, masking, navigation, serving, transactions, vault
from core.db import render_item
from core.extensions import babel, csrf, db, login_manager, migrate
from courses import class_tabs
from trainer import queries as trainer_queries


def create_app(config: Config | None = None) -> Flask:
    """Build the application from one configuration."""
    app = Flask(__name__)
    app.config.from_object(config or current_config())
    vault.open_vault(app.config["DATA_KEY"])
    transactions.init_app(app)  # first: others ask the database before a request reaches its view
    register_extensions(app)
    register_blueprints(app)
    register_commands(app)
    headers.init_app(app)
    errors.init_app(app)
    navigation.init_app(app)
    class_tabs.init_app(app)
    masking.init_app(app)
    access.scope_with(app, trainer_queries.institution_ids_of)
    amounts.init_app(app)
    kept.init_app(app)
    app.extensions["at_serving"] = (start_jobs,)
    return app


def create_server() -> Flask:
    """The application as a server process runs it: with jobs, unless they run in a process of their own."""
    app = create_app()
    serving.settle_memory()
    start_jobs(app)
    return app


def start_jobs(app: Flask) -> None:
    """Run jobs within this process, where the setting says so."""
    if app.config["JOBS"] == "embedded":
        jobs.runner.start(app)


def register_extensions(app: Flask) -> None:
    """Bind the extensions."""
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True, render_item=render_item, compare_type=True)
    csrf.init_app(app)
    login_manager.init_app(app)
    sign_in.init_app(app)
    babel.init_app(app, locale_selector=languages.choose_language)
    babel.domain_instance = languages.QuickDomain()


def register_blueprints(app: Flask) -> None:
    """Every page of the product, package by package."""
    for views in (
        accounts.views,
        archives.views.blueprint,
        conformity.gates.views,
        conformity.views,
        courses.enrolling.views.blueprint,
        courses.planning.views.blueprint,
        courses.views.blueprint,
        intake.views,
        jobs.views,
        messages.views,
        sessions.absence.views.blueprint,
        sessions.agenda.views.blueprint,
        sessions.checkin.views.blueprint,
        sessions.examining.views.blueprint,
        sessions.feeds.views,
        sessions.online.views.blueprint,
        sessions.questions.views.blueprint,
        sessions.portals.views.blueprint,
        sessions.ledger.views.blueprint,
        sessions.solving.views.blueprint,
        sessions.views.blueprint,
        standards.drafts.views,
        standards.holidays.views,
        standards.views,
        surveys.views.blueprint,
        trainer.views,
    ):
        app.register_blueprint(views.bp)


def register_commands(app: Flask) -> None:
    """Every command: `flask --help` lists them."""
    for commands in (accounts.cli,):
        app.cli.add_command(commands.group)
    for package in (
        archives.cli,
        courses.cli,
        intake.cli,
        jobs.cli,
        messages.cli,
        serving,
        sessions.cli,
        standards.cli,
        surveys.cli,
    ):
        for command in package.COMMANDS:
            app.cli.add_command(command)
