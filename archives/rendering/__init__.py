"""The papers and tables of a package, made from what was gathered about a class; Chinese words in words.toml."""
