"""Where a web server, or `flask --app wsgi`, finds the application."""

import gc
import sys

from loyalty_app import create_app
from loyalty_app.cli.console import language
from loyalty_app.config import InvalidSetting

try:
    app = create_app()
except InvalidSetting as problem:
    sys.exit(problem.said_in(language()))

# What is here now stays; without this it is looked through again and again for rubbish.
gc.freeze()
