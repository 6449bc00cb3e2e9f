"""Whole template files (Blade, Twig, Jinja, Django, Go, Liquid, Razor, PHP) as the reply for a place in one."""
