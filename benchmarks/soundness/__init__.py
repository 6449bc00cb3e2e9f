"""How often sound code is refused and unsound code taken, per language, on files of packages that others wrote."""
