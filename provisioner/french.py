"""click's own sentences in French: it speaks through gettext and ships no catalogue but its English source."""

from __future__ import annotations

from typing import Final

from click import core, decorators, exceptions, formatting, parser, types

_FRENCH: Final = {
    # Help
    "Usage:": "Usage :",
    "Options": "Options",
    "Commands": "Commandes",
    "Show this message and exit.": "Montre cette aide.",
    "Show the version and exit.": "Montre la version.",
    "default: {default}": "par défaut : {default}",
    "required": "obligatoire",
    "env var: {var}": "variable : {var}",
    "Try '{command} {option}' for help.": "« {command} {option} » montre l’aide.",
    # Errors
    "Error: {message}": "Erreur : {message}",
    "Missing command.": "Il manque la commande.",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Missing {param_type}": "Il manque : {param_type}",
    "Missing parameter: {param_name}": "Il manque le paramètre : {param_name}",
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "No such option {name!r}.": "L’option {name} n’existe pas.",
    "No such command {name!r}.": "La commande {name} n’existe pas.",
    "Did you mean {possibility}?": "Vouliez-vous dire {possibility} ?",
    "(Did you mean one of: {possibilities}?)": "Vouliez-vous dire l’une de celles-ci : {possibilities} ?",
    "Got unexpected extra argument ({args})": "Un argument est de trop : {args}.",
    "Got unexpected extra arguments ({args})": "Des arguments sont de trop : {args}.",
    "Option {name!r} requires an argument.": "L’option {name} veut une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L’option {name} veut {nargs} valeurs.",
    "Option {name!r} does not take a value.": "L’option {name} ne prend pas de valeur.",
    "{value!r} is not {choice}.": "« {value} » n’est pas {choice}.",
    "{value!r} is not one of {choices}.": "« {value} » n’est pas l’une des valeurs possibles : {choices}.",
    "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un nombre.",
    "{value} is not in the range {range}.": "{value} n’est pas dans l’intervalle {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "« {value} » n’est ni oui ni non : {states}.",
    "{name} {filename!r} does not exist.": "« {filename} » n’existe pas.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier.",
    "{name} {filename!r} is not readable.": "« {filename} » ne peut pas être lu.",
    "{name} {filename!r} is not writable.": "« {filename} » ne peut pas être modifié.",
}


def speak() -> None:
    """Make click print French. Commands must be imported afterwards: some sentences are read when they are made."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        for name, translate in (("_", _gettext), ("ngettext", _ngettext)):
            if name in vars(module):
                setattr(module, name, translate)


def _gettext(message: str) -> str:
    return _FRENCH.get(message, message)


def _ngettext(one: str, many: str, count: int) -> str:
    return _gettext(one if count == 1 else many)
