"""Check-ins and pages in one run: `python -m bench`. What each line means: `docs/performance.md`."""

from __future__ import annotations

import click

from bench import check_ins, pages


@click.command()
@click.option("--engine", type=click.Choice(["sqlite", "postgresql", "both"]), default="both", show_default=True)
def main(engine: str) -> None:
    """Check-ins a second, then pages with ten thousand, a hundred thousand and a million events."""
    check_ins.main(["--engine", engine], standalone_mode=False)
    pages.main(["--engine", engine], standalone_mode=False)


if __name__ == "__main__":
    main()
