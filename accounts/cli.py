"""`flask accounts …`: what must work before anybody can sign in."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from accounts import actions, passwords, queries
from accounts.passwords import PasswordPolicy
from accounts.rules import Role
from core.db import db

group = AppGroup("accounts", help="Create, list and repair accounts.")


def policy() -> PasswordPolicy:
    """The password policy of this site."""
    return PasswordPolicy(current_app.config["PASSWORD_MIN_LENGTH"], current_app.config["PASSWORD_MIN_CLASSES"])


@group.command("create-user")
@click.argument("username")
@click.option("--name", required=True, help="Full name of the person.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_user(username: str, name: str, role: str, password_stdin: bool) -> None:
    """Create an account and print its one-time password."""
    given = sys.stdin.readline().rstrip("\n") if password_stdin else None
    if given is not None and (faults := passwords.faults_of(given, policy=policy(), username=username, old_hash=None)):
        raise click.ClickException(f"the password is refused: {', '.join(faults)}")
    try:
        user, password = actions.create_user(username, display_name=name, role=Role(role), by=None, password=given)
    except actions.AccountRefused as refusal:
        raise click.ClickException(f"{username}: {refusal.reason}") from refusal
    db.session.commit()
    click.echo(f"{user.username} ({role}) created" + ("" if given else f"; one-time password: {password}"))


@group.command("list")
def list_users() -> None:
    """Print every account: name, role, state."""
    statement = queries.accounts_matching()
    for user in queries.users_of(statement, offset=0, size=queries.total_of(statement)):
        state = "active" if user.is_active else "closed"
        click.echo(f"{user.username}\t{user.role.value}\t{state}\t{user.display_name}")


@group.command("reset-password")
@click.argument("username")
def reset_password(username: str) -> None:
    """Print a new one-time password for an account; its sessions end."""
    user = queries.user_named(username)
    if user is None:
        raise click.ClickException(f"there is no account {username}")
    password = actions.reset_password(user, by=None)
    db.session.commit()
    click.echo(f"one-time password of {user.username}: {password}")
