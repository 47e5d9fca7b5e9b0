"""Pages of accounts: signing in, one's own password, managing accounts, the audit trail, and the start page."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user, login_user, logout_user

from accounts import actions, labels, queries
from accounts.access import institution_ids_of, public, require
from accounts.forms import AccountForm, AccountSearchForm, AuditSearchForm, PasswordForm, SignInForm
from accounts.models import LoginAttempt, User
from accounts.passwords import PasswordPolicy
from accounts.queries import AuditFilter
from accounts.rules import Permission
from core import answers, navigation, vault
from core.db import db
from core.navigation import NavItem
from core.pages import page_of

bp = Blueprint("accounts", __name__)
navigation.attach(
    bp,
    NavItem("accounts.home", _l("Home"), Permission.PROFILE, icon="home", order=0),
    NavItem("accounts.list_accounts", _l("Accounts"), Permission.ACCOUNTS_MANAGE, icon="users", order=90),
    NavItem("accounts.list_audit_entries", _l("Audit trail"), Permission.AUDIT_READ, icon="history", order=95),
)

ONE_TIME = "accounts.one_time_password"


def address() -> str:
    """Where the request comes from, as far as the trusted proxies tell."""
    return (request.remote_addr or "")[:64]


def policy() -> PasswordPolicy:
    """The password policy of this site."""
    return PasswordPolicy(current_app.config["PASSWORD_MIN_LENGTH"], current_app.config["PASSWORD_MIN_CLASSES"])


def myself() -> User:
    """The signed-in person's row; `current_user` only stands for it, and must not be put into the session again."""
    user: User = current_user._get_current_object()
    return user


def account_or_404(user_id: int) -> User:
    """The account of the address, or the page that says there is none."""
    return queries.user_of(user_id) or abort(404)


@bp.get("/")
@require(Permission.PROFILE)
def home() -> ResponseReturnValue:
    own: str | None = answers.ask(answers.START_PAGE, current_user, otherwise=None)
    return own or render_template(
        "accounts/home.html", cards=navigation.home_cards(current_user), role=labels.ROLES[current_user.role]
    )


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(url_for(".home"))
    form = SignInForm()
    if form.validate_on_submit():
        attempt = actions.note_attempt(form.username.data, address=address())
        db.session.commit()
        try:
            user = examine(attempt, form.password.data)
        except actions.TooManyAttempts as refusal:
            form.blame_lock(refusal)
        else:
            if user:
                return redirect(navigation.local_target(request.args.get("next"), url_for(".home")))
            form.blame_mismatch()
    return render_template("accounts/sign_in.html", form=form), 200 if request.method == "GET" else 422


def examine(attempt: LoginAttempt, password: str) -> User | None:
    """Sign the person in when the attempt is heard and right. Every outcome is committed; a lock raises."""
    try:
        actions.check_attempt(
            attempt,
            per_name=current_app.config["LOGIN_ATTEMPTS"],
            per_address=current_app.config["LOGIN_ATTEMPTS_PER_ADDRESS"],
            lock_for=timedelta(minutes=current_app.config["LOGIN_LOCK_MINUTES"]),
        )
        user = actions.authenticate(attempt, password)
    finally:
        db.session.commit()
    if user:
        chosen = session.get("language")
        session.clear()
        if chosen:
            session["language"] = chosen
        login_user(user)
    return user


@bp.post("/sign-out")
@require(Permission.PROFILE)
def sign_out() -> ResponseReturnValue:
    actions.note_sign_out(myself(), address=address())
    db.session.commit()
    logout_user()
    session.clear()
    flash(_("You are signed out."), "success")
    return redirect(url_for(".sign_in"))


@bp.route("/password", methods=["GET", "POST"])
@require(Permission.PROFILE)
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            actions.change_password(myself(), old=form.old.data, new=form.new.data, policy=policy(), address=address())
        except actions.WrongPassword:
            form.blame_old()
        except actions.PasswordRefused as refusal:
            form.blame_new(refusal, policy())
        else:
            db.session.commit()
            login_user(myself())
            flash(_("Your password is changed. Sessions on other devices have ended."), "success")
            return redirect(url_for(".home"))
    return render_template("accounts/change_password.html", form=form, policy=policy())


@bp.post("/language")
@public
def choose_language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen not in current_app.config["LANGUAGES"]:
        abort(400)
    session["language"] = chosen
    if current_user.is_authenticated:
        actions.choose_language(myself(), chosen)
        db.session.commit()
    return redirect(navigation.local_target(request.form.get("next"), url_for(".home")))


@bp.get("/profile")
@require(Permission.PROFILE)
def show_profile() -> ResponseReturnValue:
    return render_template("accounts/show_profile.html", role=labels.ROLES[current_user.role])


@bp.get("/accounts")
@require(Permission.ACCOUNTS_MANAGE)
def list_accounts() -> ResponseReturnValue:
    search_form = AccountSearchForm(request.args)
    wanted = queries.accounts_matching((search_form.text.data or "").strip(), search_form.wanted_role())
    page = page_of(queries.total_of(wanted))
    return render_template(
        "accounts/list_accounts.html",
        users=queries.users_of(wanted, offset=page.offset, size=page.size),
        page=page,
        search_form=search_form,
        roles=labels.ROLES,
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@require(Permission.ACCOUNTS_MANAGE)
def new_account() -> ResponseReturnValue:
    form = AccountForm()
    if form.validate_on_submit():
        try:
            user, password = actions.create_user(
                form.username.data,
                display_name=form.display_name.data,
                role=form.role.data,
                by=myself(),
                address=address(),
            )
        except actions.AccountRefused as refusal:
            form.blame_refusal(refusal)
        else:
            db.session.commit()
            show_once(user, password)
            return redirect(url_for(".show_account", user_id=user.id))
    return render_template("accounts/new_account.html", form=form)


def show_once(user: User, password: str) -> None:
    """Hand a one-time password to the next page of this administrator, sealed, and to no other page after it."""
    session[ONE_TIME] = [user.id, vault.seal(password, ONE_TIME)]


def handed_over(user: User) -> str | None:
    """The one-time password that was just made for this account, the first time it is asked for."""
    user_id, sealed = session.pop(ONE_TIME, (None, ""))
    return vault.unseal(sealed, ONE_TIME) if user_id == user.id else None


@bp.get("/accounts/<int:user_id>")
@require(Permission.ACCOUNTS_MANAGE)
def show_account(user_id: int) -> ResponseReturnValue:
    user = account_or_404(user_id)
    return render_template(
        "accounts/show_account.html", user=user, role=labels.ROLES[user.role], one_time_password=handed_over(user)
    )


@bp.post("/accounts/<int:user_id>/reset-password")
@require(Permission.ACCOUNTS_MANAGE)
def reset_password(user_id: int) -> ResponseReturnValue:
    user = account_or_404(user_id)
    password = actions.reset_password(user, by=myself(), address=address())
    db.session.commit()
    if user.id == current_user.id:
        login_user(user)
    show_once(user, password)
    return redirect(url_for(".show_account", user_id=user.id))


@bp.post("/accounts/<int:user_id>/deactivate")
@require(Permission.ACCOUNTS_MANAGE)
def deactivate_account(user_id: int) -> ResponseReturnValue:
    user = account_or_404(user_id)
    try:
        actions.deactivate(user, by=myself(), address=address())
    except actions.AccountRefused as refusal:
        flash(labels.REFUSALS[refusal.reason], "danger")
    else:
        db.session.commit()
        flash(_("The account of %(name)s is closed.", name=user.display_name), "success")
    return redirect(url_for(".show_account", user_id=user.id))


@bp.post("/accounts/<int:user_id>/activate")
@require(Permission.ACCOUNTS_MANAGE)
def activate_account(user_id: int) -> ResponseReturnValue:
    user = account_or_404(user_id)
    actions.activate(user, by=myself(), address=address())
    db.session.commit()
    flash(_("The account of %(name)s is open again.", name=user.display_name), "success")
    return redirect(url_for(".show_account", user_id=user.id))


@bp.get("/audit-trail")
@require(Permission.AUDIT_READ)
def list_audit_entries() -> ResponseReturnValue:
    search_form = AuditSearchForm(request.args)
    search_form.offer(list(queries.actions_in_trail()))
    valid = search_form.validate()
    wanted = queries.audit_entries(
        AuditFilter(
            actor=(search_form.actor.data or "").strip(),
            action=search_form.action.data or "",
            first_day=search_form.first_day.data if valid else None,
            last_day=search_form.last_day.data if valid else None,
            institution_ids=institution_ids_of(current_user),
        )
    )
    page = page_of(queries.total_of(wanted))
    return render_template(
        "accounts/list_audit_entries.html",
        entries=queries.rows_of(wanted, offset=page.offset, size=page.size),
        labels=labels,
        page=page,
        search_form=search_form,
    )
