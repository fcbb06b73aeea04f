"""IPython's tracebacks, without what it makes anew for each of them: three quarters of their time."""

import contextlib
import functools
import inspect
import os

import stack_data
from IPython.core.compilerop import CachingCompiler
from pygments.formatters.terminal256 import Terminal256Formatter
from pygments.lexers import get_lexer_by_name

NO_MODULE = ""


class Compiler(CachingCompiler):
    """No module is the home of a cell: `inspect` would find that out by looking at every module there is."""

    def ast_parse(self, *source, **about):
        try:
            return super().ast_parse(*source, **about)
        except RecursionError as deep:
            raise RecursionError(f"{deep}: this cell has an expression of too many parts") from None

    def cache(self, *code, **about):
        name = super().cache(*code, **about)
        inspect.modulesbyfile[name] = NO_MODULE
        with contextlib.suppress(OSError):  # the folder that we are in may be gone
            inspect.modulesbyfile[os.path.normcase(os.path.abspath(name))] = NO_MODULE
        return name


@functools.cache
def quicken():
    """For each traceback stack_data makes a lexer's class, a style's and a formatter. The first takes its
    rules over from Python's lexer, which has them compiled; the others are made once."""
    type(get_lexer_by_name("python3")).token_variants = True
    stack_data.style_with_executing_node = functools.lru_cache(stack_data.style_with_executing_node)
    Terminal256Formatter._setup_styles = once_a_style(Terminal256Formatter._setup_styles)


def once_a_style(set_up):
    known = {}

    def set_up_styles(formatter):
        if formatter.style not in known:
            set_up(formatter)
            known[formatter.style] = formatter.style_string
        formatter.style_string = known[formatter.style]

    return set_up_styles
